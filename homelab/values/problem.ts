/** An error in what the user wrote, or a warning about it. */
export interface Problem {
  /** Kebab-case name of the broken rule; also the name of its invalid fixture. */
  readonly rule: string;
  /** Key path in homelab.yaml; empty for the whole file. */
  readonly path: readonly (string | number)[];
  /**
   * Other key paths that contribute to the problem: if `path` is not in the file and one of these is, the message shows
   * that one, because it is what the user wrote.
   */
  readonly orPaths?: readonly (readonly (string | number)[])[];
  /** Whether the key or the value is wrong. @default "value" */
  readonly at?: "key" | "value";
  /** Line and column, for problems that no key path can locate, such as a syntax error. */
  readonly position?: Position;
  /** The file that contains the problem, if it is not homelab.yaml: for instance a local catalog file. */
  readonly file?: string;
  /** The value as the user wrote it; required for values that are defaults. @default the text in the file */
  readonly value?: string;
  /** A sentence: what is wrong and why. */
  readonly message: string;
  /** A sentence: the likely fix. */
  readonly fix: string;
  /** Absent for an error; after an error nothing else runs. */
  readonly severity?: "warning";
}

/** A place in a text file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `networks.database.cidr`, `sshKeys[0]`; keys with other characters than letters, digits, _ and - are quoted. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      const text = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}
