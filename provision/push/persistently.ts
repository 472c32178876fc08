import { setTimeout as pause } from "node:timers/promises";
import { Unreachable } from "../shell/shell";

export interface Persistence {
  /** A sentence for a user who can no longer reach the machine: what the machine does by itself. */
  readonly way: string;
  /** Between attempts. @default 3000 */
  readonly pauseMs?: number;
}

/** How often a machine is tried before it counts as unreachable. */
const attempts = 3;

/** Retries while a machine is unreachable: a network that has just changed may need a moment. @throws Unreachable */
export async function persistently<T>({ way, pauseMs = 3_000 }: Persistence, attempt: () => Promise<T>): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (left === 0) throw new Unreachable(`${error.message}\n${way}`, error.fix);
      await pause(pauseMs);
    }
  }
}
