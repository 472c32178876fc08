import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";
import { HomelabError } from "../homelab/values/error";

/**
 * What is piped into this process, or what somebody types at the terminal, which does not show it.
 *
 * @throws HomelabError when they break it off.
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
    throw new HomelabError("Broken off; nothing was changed.");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
