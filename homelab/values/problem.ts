/** A fault in what the user wrote, or something that the user should know about it. */
export interface Problem {
  /** Kebab-case name of the rule that was broken; also the name of the fixture that shows it. */
  readonly rule: string;
  /** Key path in homelab.yaml; empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  /**
   * Key paths of the other sides of a contradiction: where `path` is not in the file and one of these is, that one is
   * shown, because it is what the user wrote.
   */
  readonly orPaths?: readonly (readonly (string | number)[])[];
  /** Which end of the pair is at fault. @default "value" */
  readonly at?: "key" | "value";
  /** Where in homelab.yaml, for faults that no key path can name (a syntax error). Both count from 1. */
  readonly position?: Position;
  /** The file at fault, when it is another one than homelab.yaml, for instance a local catalog file. */
  readonly file?: string;
  /** The value as the user wrote it. @default the text in the file; to be given for values that are defaults */
  readonly value?: string;
  /** A sentence: what is wrong and why. */
  readonly message: string;
  /** A sentence: the likely fix. */
  readonly fix: string;
  /** Absent for an error, which stops everything. */
  readonly severity?: "warning";
}

/** A place in a text file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `networks.database.cidr`, `sshKeys[0]`; keys that are no plain words are quoted. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      const text = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}
