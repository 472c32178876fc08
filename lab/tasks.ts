/** Something that goes on. Seconds are those of whoever keeps it. */
export interface Task {
  /** For instance `postgres: starts`. */
  readonly what: string;
  readonly since: number;
  /** Its last line. */
  said: string;
  /** Machine -> what it has come to, and since when. */
  readonly steps: Map<string, { readonly step: string; readonly since: number }>;
}

/**
 * A task has said a line: `postgres | install nftables` is the step that this machine has come to, and
 * `postgres: 2 files changed` its end. Answers whether it is news: a program that says the same again does not get on.
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

/** As many are named. */
const most = 8;

/** All of them on one line: machines and their steps, each with the seconds that it has taken so far. */
export function goingOn(tasks: Iterable<Task>, now: number): string {
  const lines = [...tasks].flatMap(({ what, since, said, steps }) =>
    steps.size > 0
      ? [...steps].map(([machine, { step, since: from }]) => `${machine}: ${short(step)} (${now - from} s)`)
      : [`${short(what)} (${now - since} s)${said === "" ? "" : `, ${short(said)}`}`],
  );
  const more = lines.length > most ? [`${lines.length - most} more`] : [];
  return lines.length === 0 ? "nothing that has a name" : [...lines.slice(0, most), ...more].join("; ");
}

/** Few enough characters for several on a line. */
export function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
