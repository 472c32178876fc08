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
  /** Gets each line of standard output and standard error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Over a new connection: proves that the machine still lets one in. */
  readonly fresh?: boolean;
}

/** A place where scripts run: a PVE node or a virtual machine over SSH, a container through its node. */
export interface Shell {
  /**
   * Runs a bash script on the machine, as root, with a clean environment. Script, arguments and input travel in one
   * stream and never in a command line, where every user of the machine could read them.
   *
   * @throws Unreachable when the script could not be started, or its end is not known.
   */
  run(script: string, options?: RunOptions): Promise<Finished>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** A machine that does not answer, or does not let us in: it may be asked again. */
export class Unreachable extends HomelabError {
  constructor(message: string, fix?: string) {
    super(message, { fix, exitCode: exitCodes.unreachable });
  }
}

// What a script may know of its surroundings: whose home it runs in, and from where it was started.
const kept = `HOME="\${HOME:-/root}" SSH_CONNECTION="$SSH_CONNECTION"`;
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A script as a command line without anything of the script in it, and as the bytes that its standard input begins with.
 * The command is plain enough for any login shell; a stream that ends early runs nothing. (Debian's bash reads .bashrc
 * when it finds itself at the end of a connection.)
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
