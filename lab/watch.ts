import { HomelabError, messageOf } from "../homelab/values/error";
import { goingOn, hear, type Task } from "./tasks";

/** In seconds: after `silence` the watch prints what is running; after `standstill` without progress it ends. */
export const patience = { silence: 30, standstill: 60 } as const;

/** Seconds between two looks at work that prints nothing. */
const lookEvery = 5;

/** Watches everything that the lab does or waits for, so that nothing runs in silence, and nothing runs for ever. */
export interface Watch {
  /** Prints a line. */
  readonly say: (line: string) => void;
  /**
   * Runs work under a name, for instance `postgres: starts`. Its start, its end and each new line that it prints are
   * progress, see `hear`.
   *
   * @throws HomelabError when the watch has ended.
   */
  during<T>(what: string, work: (onLine: (line: string) => void) => Promise<T>): Promise<T>;
  /** The result of the work. @throws HomelabError with the reason, when the watch ends first. */
  through<T>(work: Promise<T>): Promise<T>;
  /** Calls this every few seconds: a changed answer is progress, and an error ends the watch. */
  lookAt(look: () => string): void;
  /** Ends all work that runs `through` it, for this reason. */
  end(reason: string): void;
  /** Aborted when the watch ends. */
  readonly signal: AbortSignal;
  /** Stops watching. */
  close(): void;
  readonly isClosed: () => boolean;
}

/** The state of a watch. It counts seconds itself: those in which the machine sleeps do not count. */
interface Memory {
  now: number;
  /** When the last line was printed, and when the last progress was made. */
  spoken: number;
  moved: number;
  /** The last answers to the looks. */
  seen: string;
  isClosed: boolean;
  readonly looks: (() => string)[];
  readonly tasks: Set<Task>;
}

/** Watches until it is closed. */
export function watchOver(tell: (line: string) => void): Watch {
  const memory: Memory = { now: 0, spoken: 0, moved: 0, seen: "", isClosed: false, looks: [], tasks: new Set() };
  const ending = new AbortController();
  const end = (reason: string): void => {
    clearInterval(clock);
    ending.abort(new HomelabError(reason));
  };
  const clock = setInterval(() => tick(memory, tell, end), 1000);
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener("abort", () => reject(ending.signal.reason as HomelabError));
  });
  // The watch may end while nothing runs through it; that is not an unhandled rejection.
  ended.catch(() => undefined);
  return {
    say: (line) => {
      memory.moved = memory.spoken = memory.now;
      tell(line);
    },
    async during(what, work) {
      ending.signal.throwIfAborted();
      return named(memory, what, work);
    },
    through: (work) => Promise.race([ended, work]),
    lookAt: (look) => void memory.looks.push(look),
    end,
    signal: ending.signal,
    close() {
      clearInterval(clock);
      memory.isClosed = true;
    },
    isClosed: () => memory.isClosed,
  };
}

async function named<T>(
  memory: Memory,
  what: string,
  work: (onLine: (line: string) => void) => Promise<T>,
): Promise<T> {
  const task: Task = { what, since: memory.now, said: "", steps: new Map() };
  memory.tasks.add(task);
  memory.moved = memory.now;
  try {
    return await work((line) => {
      if (hear(task, line, memory.now)) memory.moved = memory.now;
    });
  } finally {
    memory.tasks.delete(task);
    memory.moved = memory.now;
  }
}

/** Runs once a second. */
function tick(memory: Memory, tell: (line: string) => void, end: (reason: string) => void): void {
  memory.now += 1;
  try {
    look(memory);
  } catch (error) {
    return end(messageOf(error));
  }
  const { now, tasks } = memory;
  if (now - memory.moved >= patience.standstill) {
    const nothing = `No progress for ${patience.standstill} s, so the lab ends.`;
    return end(`${nothing} Running: ${goingOn(tasks, now)}.`);
  }
  if (now - memory.spoken >= patience.silence) {
    memory.spoken = now;
    tell(`still running: ${goingOn(tasks, now)}`);
  }
}

function look(memory: Memory): void {
  if (memory.now % lookEvery !== 0) return;
  const seen = memory.looks.map((each) => each()).join("\n");
  if (seen !== memory.seen) memory.moved = memory.now;
  memory.seen = seen;
}
