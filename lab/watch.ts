import { HomelabError, messageOf } from "../homelab/values/error";
import { goingOn, hear, type Task } from "./tasks";

/** In seconds: after so long a silence it is told what goes on; after so long without progress all of it ends. */
export const patience = { silence: 30, standstill: 60 } as const;

/** Seconds from one look at what is done without a word to the next. */
const lookEvery = 5;

/** Keeps an eye on everything that the lab does or waits for, so that nothing goes on in silence, and nothing for ever. */
export interface Watch {
  /** Tells people a line. */
  readonly say: (line: string) => void;
  /**
   * Does something that has a name, `postgres: starts` for instance. Its beginning, its end and each new line that it hears
   * are progress, see `hear`.
   *
   * @throws HomelabError when the watch has ended.
   */
  during<T>(what: string, work: (onLine: (line: string) => void) => Promise<T>): Promise<T>;
  /** The result of the work, unless the watch ends before it. @throws HomelabError then, with the reason. */
  through<T>(work: Promise<T>): Promise<T>;
  /** Looks every few seconds: another answer than the last one is progress, and what it throws ends the watch. */
  lookAt(look: () => string): void;
  /** Ends everything that goes on `through` it, for this reason. */
  end(reason: string): void;
  /** Given when it ends. */
  readonly signal: AbortSignal;
  /** From now on nobody watches. */
  close(): void;
  readonly isClosed: () => boolean;
}

/** What a watch remembers. Its seconds are its own: those in which the machine slept do not count. */
interface Memory {
  now: number;
  /** When a line was told last, and when something came of something. */
  spoken: number;
  moved: number;
  /** Answers to the looks. */
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
  const clock = setInterval(() => second(memory, tell, end), 1000);
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener("abort", () => reject(ending.signal.reason as HomelabError));
  });
  // It may end when nothing goes through it.
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

/** Another second is over. */
function second(memory: Memory, tell: (line: string) => void, end: (reason: string) => void): void {
  memory.now += 1;
  try {
    look(memory);
  } catch (error) {
    return end(messageOf(error));
  }
  const { now, tasks } = memory;
  if (now - memory.moved >= patience.standstill) {
    const nothing = `Nothing has come of it for ${patience.standstill} s, so the lab ends.`;
    return end(`${nothing} What went on: ${goingOn(tasks, now)}.`);
  }
  if (now - memory.spoken >= patience.silence) {
    memory.spoken = now;
    tell(`still ${goingOn(tasks, now)}`);
  }
}

function look(memory: Memory): void {
  if (memory.now % lookEvery !== 0) return;
  const seen = memory.looks.map((each) => each()).join("\n");
  if (seen !== memory.seen) memory.moved = memory.now;
  memory.seen = seen;
}
