import { setTimeout as pause } from "node:timers/promises";
import { Unreachable } from "../shell/shell";

export interface Persistence {
  /** A sentence for whoever cannot reach the machine any more: what it does by itself. */
  readonly way: string;
  /** Between attempts. @default 3000 */
  readonly pauseMs?: number;
}

/** How often a machine is asked again before it counts as gone. */
const attempts = 3;

/** Tries again what a machine did not answer: a network that was just changed may need a moment. @throws Unreachable */
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
