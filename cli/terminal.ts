import { createColors } from "picocolors";
import { exitCodes } from "../homelab/values/error";
import type { Paint } from "../homelab/values/paint";

/** One output stream. */
export interface Channel {
  /** Writes the text and a newline. */
  readonly line: (text: string) => void;
  readonly paint: Paint;
}

/** What a verb may see of the terminal it runs in. Results go to `out`; warnings, progress and errors to `err`. */
export interface Terminal {
  readonly out: Channel;
  readonly err: Channel;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
  on(event: "error", handler: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * Colour on terminals only, and not when NO_COLOR is set. When whoever read it (head, less) has seen enough, nothing more is
 * written, and the work goes on.
 *
 * @see https://no-color.org
 */
function channel(stream: Stream, env: Terminal["env"], onLoss: (error: Error) => void): Channel {
  let isOpen = true;
  stream.on("error", (error) => {
    if (isOpen && error.code !== "EPIPE") onLoss(error);
    isOpen = false;
  });
  // A pipe has no isTTY at all, and createColors(undefined) would decide by itself: it colours in CI.
  const isColoured = stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    line: (text) => {
      if (isOpen) stream.write(`${text}\n`);
    },
    paint: createColors(isColoured),
  };
}

/** What a terminal is made of. */
export interface Surroundings {
  readonly env: Terminal["env"];
  readonly stdout: Stream;
  readonly stderr: Stream;
  exitCode?: number | string | null | undefined;
}

/** The terminal of a process; what it cannot be told, for instance on a full disk, makes it fail in the end. */
export function processTerminal(of: Surroundings = process): Terminal {
  const lost = (): void => void (of.exitCode = exitCodes.failed);
  const err = channel(of.stderr, of.env, lost);
  const out = channel(of.stdout, of.env, ({ message }) => {
    lost();
    err.line(`Not all of the output could be written: ${message}`);
  });
  return { out, err, env: of.env };
}
