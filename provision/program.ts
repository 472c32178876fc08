import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Finished } from "./shell/shell";
import { HomelabError } from "../homelab/values/error";

/** Runs a program of this machine to its end. */
export type RunProgram = (program: string, args: readonly string[], input?: string) => Promise<Finished>;

const openSsh = "Install OpenSSH.";

/** Fixes for programs that cannot be started. */
const remedies: Readonly<Record<string, string>> = {
  op: "Install the 1Password CLI, op 2.18 or newer, or set secrets.backend: age in homelab.yaml.",
  "ssh-keyscan": openSsh,
  "ssh-keygen": openSsh,
};

/**
 * Runs the program of PATH with the environment of this process. Its input is `input` or empty, never the terminal.
 *
 * @throws HomelabError when it cannot be started.
 */
export const runProgram: RunProgram = (program, args, input) => start(program, args, input);

/** Like `runProgram`, but ends a program after this time, with exit code 1 and a sentence in its standard error. */
export const programsWithin =
  (milliseconds: number): RunProgram =>
  (program, args, input) =>
    start(program, args, input, { signal: AbortSignal.timeout(milliseconds) });

/** The same; each line that it says is also told as it comes, and it is killed when the signal is given. */
export const programsHeard =
  (onLine: (line: string) => void, signal?: AbortSignal): RunProgram =>
  (program, args, input) =>
    start(program, args, input, { onLine, ...(signal && { signal, killSignal: "SIGKILL" }) });

interface Manner {
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly killSignal?: NodeJS.Signals;
}

function start(
  program: string,
  args: readonly string[],
  input: string | undefined,
  { onLine, ...manner }: Manner = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const stdio = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] as const;
    const child = spawn(program, args, { stdio: [...stdio], ...manner });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => (stdout += part));
    child.stderr?.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    for (const stream of [child.stdout, child.stderr])
      if (onLine !== undefined && stream !== null) createInterface({ input: stream }).on("line", onLine);
    child.once("error", ({ message, code }: NodeJS.ErrnoException) => {
      if (manner.signal?.aborted) return resolve({ code: 1, stdout, stderr: `${program} does not answer.` });
      const why = code === "ENOENT" ? "is not installed" : `cannot be started: ${message}`;
      return reject(new HomelabError(`${program} ${why}.`, { fix: remedies[program] }));
    });
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
    // The program may end before it has read all input; its exit code says why.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
