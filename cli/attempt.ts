import { Refused, Unreachable } from "../provision";
import { exitCodes, type ExitCode } from "./exit";
import type { Terminal } from "./terminal";

/** A line of progress about a machine, behind its name. */
export const linesOf =
  (name: string, { err }: Pick<Terminal, "err">, width: number = name.length) =>
  (line: string): void =>
    err.line(`${err.paint.dim(`${name.padEnd(width)} |`)} ${line}`);

/** Does something with a machine, prints its summary or why it did not work, and answers with the exit code for that. */
export async function attempt(
  name: string,
  { out, err }: Pick<Terminal, "out" | "err">,
  work: () => Promise<string>,
): Promise<ExitCode> {
  try {
    out.line(`${name}: ${await work()}`);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    err.line(`${err.paint.red(`${name}:`)} ${error.message}`);
    return error instanceof Refused ? exitCodes.failed : exitCodes.unreachable;
  }
}
