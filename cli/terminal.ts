import { createColors } from "picocolors";

/** Functions that colour text for one stream, or return it as it is. */
export type Paint = Pick<ReturnType<typeof createColors>, "bold" | "dim" | "red" | "yellow" | "green">;

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

/** Colour on terminals only, and not when NO_COLOR is set (https://no-color.org). */
function channel(stream: { readonly isTTY?: boolean; write(text: string): unknown }, env: Terminal["env"]): Channel {
  // A pipe has no isTTY at all, and createColors(undefined) would decide by itself: it colours in CI.
  const isColoured = stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    line: (text) => {
      stream.write(`${text}\n`);
    },
    paint: createColors(isColoured),
  };
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  // Whoever read it (head, less) has seen enough.
  stdout.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return { out: channel(stdout, env), err: channel(stderr, env), env };
}
