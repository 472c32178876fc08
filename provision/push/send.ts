import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import type { Finished, RunOptions, Shell } from "../shell/shell";
import { template } from "../../homelab/templates";

/** A file for the machine, with its name in the directory that receives all parts. */
export interface Part {
  readonly name: string;
  readonly content: Buffer;
}

/** Which of the files runs on the machine, and how. */
export interface Errand {
  /** `here`: this program waits for it. `unit`: it runs as a systemd unit, which a lost connection does not end. */
  readonly mode: "here" | "unit";
  readonly script: string;
  readonly args: readonly string[];
  /** Used by `follow` to find the unit. */
  readonly id?: string;
}

type Manner = Pick<RunOptions, "onLine" | "fresh">;

/** A script of templates/, as a part with the script's name. */
export function scriptPart(path: string): Part {
  return { name: path.slice(path.lastIndexOf("/") + 1), content: Buffer.from(template(path)) };
}

export const newId = (): string => randomBytes(8).toString("hex");

/**
 * Sends files as one tar archive, and runs one of them on the machine. Length and SHA-256 are sent first: the machine
 * does not use an archive that arrives incomplete.
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

/** Reads the output of a unit from its beginning, and waits for its end; over a new connection. */
export function follow(shell: Shell, id: string, onLine?: (line: string) => void): Promise<Finished> {
  return receive(shell, ["follow", id], "", { fresh: true, ...(onLine !== undefined && { onLine }) });
}

function receive(shell: Shell, args: readonly string[], input: Buffer | string, manner: Manner): Promise<Finished> {
  return shell.run(template("push/receive.sh"), { ...manner, args, input });
}
