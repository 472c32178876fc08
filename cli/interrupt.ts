import { exitCodes } from "./exit";
import type { Channel } from "./terminal";

/**
 * While `work` goes on, ^C says what that leaves behind, tidies up and ends the program; a second ^C ends it at once.
 * Machines are not interrupted: what has arrived whole is applied there without us.
 */
export async function interruptible<T>(err: Channel, tidy: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const stop = (): void => {
    err.line(
      "Interrupted. Machines that have everything finish by themselves; the others are as they were. " +
        "Run it again: it tells what came of it, and does the rest.",
    );
    void leave();
  };
  const leave = async (): Promise<void> => {
    await tidy();
    process.exit(exitCodes.failed);
  };
  process.once("SIGINT", stop);
  try {
    return await work();
  } finally {
    process.off("SIGINT", stop);
  }
}
