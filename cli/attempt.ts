import { Unreachable } from "../provision/shell/shell";
import type { Terminal } from "./terminal";
import { exitCodes, HomelabError, type ExitCode } from "../homelab/values/error";

/** Prints a line of progress about a machine, after its name. */
export const linesOf =
  (name: string, { err }: Pick<Terminal, "err">, width: number = name.length) =>
  (line: string): void =>
    err.line(`${err.paint.dim(`${name.padEnd(width)} |`)} ${line}`);

/** Runs `work` for a machine, prints its summary or why it failed, and returns the exit code. */
export async function attempt(
  name: string,
  { out, err }: Pick<Terminal, "out" | "err">,
  work: () => Promise<string>,
): Promise<ExitCode> {
  try {
    out.line(`${name}: ${await work()}`);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    err.line(`${err.paint.red(`${name}:`)} ${error.format(err.paint)}`);
    return error instanceof Unreachable ? exitCodes.unreachable : exitCodes.failed;
  }
}
