import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";
import { HomelabError } from "../homelab/values/error";

/**
 * Reads what is piped into this process, or asks the user to type it at the terminal, which does not show it.
 *
 * @throws HomelabError when the user cancels.
 */
export async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) return text(process.stdin);
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const end = new AbortController();
  terminal.once("SIGINT", () => end.abort());
  terminal.once("close", () => end.abort());
  try {
    return await terminal.question("", { signal: end.signal });
  } catch {
    throw new HomelabError("Cancelled; nothing was changed.");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
