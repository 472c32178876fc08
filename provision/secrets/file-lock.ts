import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { reasonOf } from "./age-identity";
import { HomelabError } from "../../homelab/values/error";

/** How often a taken lock is tried, and the milliseconds between. */
const [attempts, pauseMs] = [10, 100] as const;

/**
 * Runs `work` while no other process on this machine may write the file. The lock is a file beside it, which names its
 * holder.
 *
 * @throws HomelabError when another process holds the lock for a second, or the lock cannot be made.
 */
export async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  await take(lock);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function take(lock: string): Promise<void> {
  for (let left = attempts - 1; !made(lock); left--) {
    if (left === 0)
      throw new HomelabError(`Another process is writing the secrets: ${holderOf(lock)} holds ${lock}.`, {
        fix: `Try again when it has ended. If it was interrupted: rm ${lock}`,
      });
    await pause(pauseMs);
  }
}

/** Makes the lock; false when it already exists. */
function made(lock: string): boolean {
  try {
    writeFileSync(lock, `process ${process.pid} on ${hostname()}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new HomelabError(`${lock} cannot be written: ${reasonOf(error)}.`, {
      fix: "Check that its directory is writable and the disk is not full.",
    });
  }
}

function holderOf(lock: string): string {
  try {
    return readFileSync(lock, "utf8").trim() || "another process";
  } catch {
    return "another process";
  }
}
