import { Command, CommanderError } from "@commander-js/extra-typings";
import { npmScripts } from "./npm-scripts";
import { processTerminal, type Terminal } from "./terminal";
import { verbs } from "./verbs";
import type { ListedVerb } from "./verbs/verb";
import { exitCodes, HomelabError, type ExitCode } from "../homelab/values/error";

const exitHelp = [
  ["0", "success"],
  ["1", "failure; the message says why"],
  ["2", "the command line is wrong"],
  ["3", "a host cannot be reached"],
] as const;

const variables = [
  ["HOMELAB=<file>", "file to read instead of homelab.yaml"],
  ["HOMELAB_AGE_KEY_FILE=<file>", "private key for secrets.backend age; default ~/.config/homelab/age.key"],
  ["HOMELAB_AGE_KEY=<key>", "the private key itself, for CI"],
  ["HOMELAB_DEBUG=1", "print stack traces of unexpected errors"],
  ["NO_COLOR=1", "print without colour"],
] as const;

function section(title: string, lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([term]) => term.length));
  return [`${title}:`, ...lines.map(([term, text]) => `  ${term.padEnd(width)}  ${text}`)].join("\n");
}

const help = (): string =>
  [
    section("Examples", [
      ["homelab check", "check that homelab.yaml is valid"],
      ["homelab synth --site other.yaml", "synthesize the homelab of another file"],
      ["homelab doctor --offline", "list what is missing here, without contacting any host"],
    ]),
    section("npm scripts", Object.entries(npmScripts)),
    section("Exit codes", exitHelp),
    section("Environment", variables),
  ]
    .map((text) => `\n${text}`)
    .join("\n");

/** The command with all its verbs; only the verb on the command line is loaded. */
function commandOf(args: readonly string[], terminal: Terminal, ended: (code: number) => void): Command {
  const { out, err } = terminal;
  const program = new Command("homelab")
    .description(
      "A whole homelab from one file: homelab.yaml. In the project's directory, `homelab` is `npm run --silent homelab --`.",
    )
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.line(text.trimEnd()), writeErr: (text) => err.line(text.trimEnd()) })
    .addHelpText("after", help);
  const asked = args.find((arg) => !arg.startsWith("-") && arg !== "help");
  for (const verb of verbs) add(program, verb, terminal, ended, verb.name === asked);
  return program;
}

function add(
  parent: Command,
  { name, summary, load }: ListedVerb,
  terminal: Terminal,
  ended: (code: number) => void,
  isAsked: boolean,
): void {
  const command = parent.command(name).description(summary);
  if (!isAsked) return;
  const verb = load();
  if ("verbs" in verb) {
    for (const each of verb.verbs) add(command, each, terminal, ended, true);
    if (verb.help !== undefined) command.addHelpText("after", verb.help);
    return;
  }
  verb.configure(command);
  command.action(async () => ended(await verb.run({ ...command.opts(), args: command.args } as never, terminal)));
}

/**
 * Runs one command line, given without the name of the program. It never throws: it prints errors and returns an exit
 * code. The code is one of `exitCodes`, or that of the program which the verb has run.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.ok;
  try {
    const program = commandOf(args, terminal, (ended) => (code = ended));
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
    return code;
  } catch (error) {
    return report(error, terminal);
  }
}

/** Runs one command line as this process. */
export async function main(args: readonly string[]): Promise<void> {
  const code = await run(args, processTerminal());
  // The terminal has already set it when output was lost.
  if (code !== exitCodes.ok) process.exitCode = code;
}

function report(error: unknown, { err, env }: Terminal): ExitCode {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof HomelabError) {
    err.line(error.format(err.paint));
    return error.exitCode;
  }
  for (const line of unexpected(error)) err.line(line);
  if (env["HOMELAB_DEBUG"]) err.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
  else err.line("Set HOMELAB_DEBUG=1 to see where it happened.");
  return exitCodes.failed;
}

/** The messages of an error and of its causes. */
function unexpected(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [`Unexpected error: ${String(error)}`];
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    causes.push(`  caused by: ${cause.message}`);
  return [`Unexpected error: ${error.message}`, ...causes];
}
