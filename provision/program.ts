import { spawn } from "node:child_process";
import type { Finished } from "./shell/shell";

/** Runs a program of this machine to its end. */
export type RunProgram = (program: string, args: readonly string[], input?: string) => Promise<Finished>;

/** The program is not installed, or cannot be started. */
export class NoProgram extends Error {
  override readonly name = "NoProgram";
}

/**
 * The program of PATH, with this environment. Its input is empty when none is given, and never the terminal's.
 *
 * @throws NoProgram when it cannot be started.
 */
export const runProgram: RunProgram = (program, args, input) => runWithin(undefined, program, args, input);

/** The same, but ended after so many milliseconds. */
export const programsWithin =
  (timeout: number): RunProgram =>
  (program, args, input) =>
    runWithin(timeout, program, args, input);

function runWithin(
  timeout: number | undefined,
  program: string,
  args: readonly string[],
  input?: string,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"], timeout });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => (stdout += part));
    child.stderr?.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    child.once("error", ({ message, code }: NodeJS.ErrnoException) =>
      reject(
        new NoProgram(code === "ENOENT" ? `${program} is not installed.` : `${program} cannot be started: ${message}.`),
      ),
    );
    child.once("close", (code, signal) =>
      resolve({
        code: code ?? 1,
        stdout,
        stderr: timeout !== undefined && signal === "SIGTERM" ? `${program} does not answer.` : stderr,
      }),
    );
    // It may end before it has read everything; why is told by its exit code.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
