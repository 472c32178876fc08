import type { Channel } from "./terminal";
import { exitCodes } from "../homelab/values/error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * While `work` goes on, ^C or whatever else wants to end the program says what that leaves behind, tidies up and ends it; a
 * second ^C ends it at once. Machines are not interrupted: what has arrived whole is applied there without us.
 */
export async function interruptible<T>(err: Channel, tidy: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const forget = (): void => {
    for (const signal of signals) process.off(signal, stop);
  };
  const leave = async (): Promise<void> => {
    try {
      await tidy();
    } finally {
      process.exit(exitCodes.failed);
    }
  };
  const stop = (): void => {
    forget();
    err.line(
      "Interrupted. Machines that have everything finish by themselves; the others are as they were. " +
        "Run it again: it tells what came of it, and does the rest.",
    );
    void leave();
  };
  for (const signal of signals) process.once(signal, stop);
  try {
    return await work();
  } finally {
    forget();
  }
}
