import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exitCodes, HomelabError, type ExitCode } from "../homelab/values/error";
import type { Terminal } from "../cli/terminal";

/**
 * Runs an npm script that takes no arguments. Prints one line on success, or a HomelabError with its fix. Throws any
 * other error.
 */
export async function runScript(
  name: string,
  args: readonly string[],
  { out, err }: Terminal,
  work: () => string | Promise<string>,
): Promise<ExitCode> {
  if (args.length > 0) {
    err.line(`npm run ${name} takes no arguments, but got "${args.join(" ")}".`);
    return exitCodes.usage;
  }
  try {
    out.line(await work());
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    err.line(error.format(err.paint));
    return error.exitCode;
  }
}

/** Writes a generated file, unless it already has this text. Returns whether it was written. */
export function writeGenerated(file: string, text: string): boolean {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return true;
}
