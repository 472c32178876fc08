import { createColors } from "picocolors";
import { exitCodes } from "../homelab/values/error";
import type { Paint } from "../homelab/values/paint";

/** One output stream. */
export interface Channel {
  /** Writes the text and a newline. */
  readonly line: (text: string) => void;
  readonly paint: Paint;
}

/** The terminal that a verb runs in. Results go to `out`; warnings, progress and errors to `err`. */
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
 * Colours appear only on terminals, and not when NO_COLOR is set. When the reader (head, less) closes the stream, the
 * work goes on without output.
 *
 * @see https://no-color.org
 */
function channel(stream: Stream, env: Terminal["env"], onLoss: (error: Error) => void): Channel {
  let isOpen = true;
  stream.on("error", (error) => {
    if (isOpen && error.code !== "EPIPE") onLoss(error);
    isOpen = false;
  });
  // The isTTY of a pipe is undefined, and createColors(undefined) decides by itself: in CI it would colour.
  const isColoured = stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    line: (text) => {
      if (isOpen) stream.write(`${text}\n`);
    },
    paint: createColors(isColoured),
  };
}

/** The parts of a process that make a terminal. */
export interface Surroundings {
  readonly env: Terminal["env"];
  readonly stdout: Stream;
  readonly stderr: Stream;
  exitCode?: number | string | null | undefined;
}

/** The terminal of a process; when output is lost, for example on a full disk, the process ends with a failure. */
export function processTerminal(of: Surroundings = process): Terminal {
  const lost = (): void => void (of.exitCode = exitCodes.failed);
  const err = channel(of.stderr, of.env, lost);
  const out = channel(of.stdout, of.env, ({ message }) => {
    lost();
    err.line(`Some of the output could not be written: ${message}`);
  });
  return { out, err, env: of.env };
}
