import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import type { Finished, RunOptions, Shell } from "../shell/shell";
import { template } from "../../homelab/templates";

/** A file for the machine, under its name in the directory that all of them are put into. */
export interface Part {
  readonly name: string;
  readonly content: Buffer;
}

/** Which of the files is run, and how. */
export interface Errand {
  /** Waited for (`here`), or started so that a lost connection does not end it (`unit`). */
  readonly mode: "here" | "unit";
  readonly script: string;
  readonly args: readonly string[];
  /** By which `follow` finds it again. */
  readonly id?: string;
}

type Manner = Pick<RunOptions, "onLine" | "fresh">;

/** A script of templates/, to be sent under its own name. */
export function scriptPart(path: string): Part {
  return { name: path.slice(path.lastIndexOf("/") + 1), content: Buffer.from(template(path)) };
}

export const newId = (): string => randomBytes(8).toString("hex");

/**
 * Sends files as one tar archive, and runs one of them on the machine. Length and SHA-256 go before it: what does not
 * arrive whole is not used.
 */
export async function send(shell: Shell, parts: readonly Part[], errand: Errand, manner: Manner = {}) {
  const archive = await archiveOf(parts);
  const sum = createHash("sha256").update(archive).digest("hex");
  const { mode, id = newId(), script, args } = errand;
  return receive(shell, [mode, id, String(archive.length), sum, script, ...args], archive, manner);
}

function archiveOf(parts: readonly Part[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content } of parts) archive.entry({ name, mode: 0o600 }, content);
  archive.finalize();
  return buffer(archive);
}

/** What a unit has said and says, from its beginning, and its end; over a new connection. */
export function follow(shell: Shell, id: string, onLine?: (line: string) => void): Promise<Finished> {
  return receive(shell, ["follow", id], "", { fresh: true, ...(onLine !== undefined && { onLine }) });
}

function receive(shell: Shell, args: readonly string[], input: Buffer | string, manner: Manner): Promise<Finished> {
  return shell.run(template("push/receive.sh"), { ...manner, args, input });
}
