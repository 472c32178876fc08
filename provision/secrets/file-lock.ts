import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { reasonOf } from "./age-identity";
import { HomelabError } from "../../homelab/values/error";

/** How often a lock that somebody else has is asked for, and the milliseconds between. */
const [attempts, pauseMs] = [10, 100] as const;

/**
 * Does something while nobody else on this machine may write the file. The lock is a file beside it, which says who has it.
 *
 * @throws HomelabError when somebody keeps it for a second, or it cannot be made.
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
      throw new HomelabError(`Somebody else is writing the secrets: ${holderOf(lock)} has ${lock}.`, {
        fix: `Try again once that has ended. If it was broken off: rm ${lock}`,
      });
    await pause(pauseMs);
  }
}

/** False when there is one. */
function made(lock: string): boolean {
  try {
    writeFileSync(lock, `process ${process.pid} on ${hostname()}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new HomelabError(`${lock} cannot be written: ${reasonOf(error)}.`, {
      fix: "Is its directory writable, and the disk not full?",
    });
  }
}

function holderOf(lock: string): string {
  try {
    return readFileSync(lock, "utf8").trim() || "somebody";
  } catch {
    return "somebody";
  }
}
