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
export async function persistently<T>(
  options: Persistence,
  attempt: () => Promise<T>,
  left: number = attempts,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (left === 1) throw new Unreachable(`${error.message}\n${options.way}`, error.fix);
    await pause(options.pauseMs ?? 3_000);
    return persistently(options, attempt, left - 1);
  }
}
