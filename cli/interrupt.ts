import type { Channel } from "./terminal";
import { exitCodes } from "../homelab/values/error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * While `work` runs, ^C (or another signal that ends the program) prints the state of the machines, calls `tidy` and
 * ends the program; a second ^C ends it at once. Machines are not interrupted: each applies by itself what it received
 * in full.
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
      "Interrupted. Machines that received everything finish by themselves; the others are unchanged. " +
        "Run the command again: it reports what happened, and does the rest.",
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
