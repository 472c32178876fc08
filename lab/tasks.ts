/** A running task. Its times are seconds on the clock of its watch. */
export interface Task {
  /** For instance `postgres: starts`. */
  readonly what: string;
  readonly since: number;
  /** The last line that it printed. */
  said: string;
  /** Machine -> its current step, and since when. */
  readonly steps: Map<string, { readonly step: string; readonly since: number }>;
}

/**
 * Records a line that a task has printed: `postgres | install nftables` is the current step of that machine, and
 * `postgres: 2 files changed` its end. Returns whether the line is progress: a repeated line is not.
 */
export function hear(task: Task, line: string, now: number): boolean {
  const [, machine, step = ""] = /^([\w-]+) *\| (.*)$/.exec(line) ?? [];
  const isKnown = machine === undefined ? task.said === line : task.steps.get(machine)?.step === step;
  if (isKnown || line.trim() === "") return false;
  task.said = line;
  if (machine !== undefined) task.steps.set(machine, { step, since: now });
  else task.steps.delete(/^([\w-]+):/.exec(line)?.[1] ?? "");
  return true;
}

/** How many entries a line lists. */
const most = 8;

/** All tasks on one line: machines with their steps, each with the seconds that the step has taken so far. */
export function goingOn(tasks: Iterable<Task>, now: number): string {
  const lines = [...tasks].flatMap(({ what, since, said, steps }) =>
    steps.size > 0
      ? [...steps].map(([machine, { step, since: from }]) => `${machine}: ${short(step)} (${now - from} s)`)
      : [`${short(what)} (${now - since} s)${said === "" ? "" : `, ${short(said)}`}`],
  );
  const more = lines.length > most ? [`${lines.length - most} more`] : [];
  return lines.length === 0 ? "no named task" : [...lines.slice(0, most), ...more].join("; ");
}

/** A text short enough for several to fit on a line. */
export function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
