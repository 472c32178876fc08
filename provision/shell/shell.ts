import { exitCodes, HomelabError } from "../../homelab/values/error";

/** How a command ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Positional parameters of the script. */
  readonly args?: readonly string[];
  /** Its standard input; empty when absent. */
  readonly input?: Buffer | string;
  /** Called with each line of standard output and standard error as it arrives. */
  readonly onLine?: (line: string) => void;
  /** Use a new connection, which proves that logins still work. */
  readonly fresh?: boolean;
}

/** A place where scripts run: a PVE node or a virtual machine over SSH, a container through its node. */
export interface Shell {
  /**
   * Runs a bash script on the machine, as root, with a clean environment. Script, arguments and input travel in one
   * stream and never in a command line, where every user of the machine could read them.
   *
   * @throws Unreachable when the script could not be started, or its result is unknown.
   */
  run(script: string, options?: RunOptions): Promise<Finished>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** A machine that does not answer, or refuses the login. A later attempt may work. */
export class Unreachable extends HomelabError {
  constructor(message: string, fix?: string) {
    super(message, { fix, exitCode: exitCodes.unreachable });
  }
}

// The only variables that a script gets from its surroundings: the home directory, and the address of the client.
const kept = `HOME="\${HOME:-/root}" SSH_CONNECTION="$SSH_CONNECTION"`;
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Splits a script into a command line, which contains nothing of the script, and the first bytes of its standard input.
 * Any login shell understands the command; when the stream ends early, nothing runs. (--norc: Debian's bash reads
 * .bashrc when its input is a network connection.)
 */
export function framed(script: string, { args = [], input = "" }: RunOptions): { command: string; stream: Buffer } {
  const text = Buffer.from(`set -- ${args.map(quoted).join(" ")}\n${script}\n`);
  const receive = `IFS= read -rN ${text.length} script && eval "$script"`;
  return {
    command: `exec env -i ${kept} LC_ALL=C PATH=${path} bash --norc -c '${receive}' homelab`,
    stream: Buffer.concat([text, Buffer.from(input)]),
  };
}

/** The text as one word of bash. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
