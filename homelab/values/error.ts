import { fixLine, noPaint, type Paint } from "./paint";

/** Exit codes of every verb; `homelab --help` prints them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What an error says beside its message. */
export interface ErrorDetails {
  /** A sentence: the likely fix. Of several, each is a line. */
  readonly fix?: string | undefined;
  /** What the program ends with when nobody catches the error. @default 1, failed */
  readonly exitCode?: ExitCode;
}

/**
 * What its user can be told: sentences that say what is wrong, where and why, and the likely fix apart from them. The
 * command shows both without a stack trace; any other error is a defect of this program. There are subclasses for those
 * that somebody catches, and no others.
 */
export class HomelabError extends Error {
  readonly fix: string | undefined;
  readonly exitCode: ExitCode;

  constructor(message: string, { fix, exitCode = exitCodes.failed }: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.fix = fix;
    this.exitCode = exitCode;
  }

  /** The text for people. */
  format(paint: Paint = noPaint): string {
    return this.fix === undefined ? this.message : `${this.message}\n${fixLine(this.fix, paint)}`;
  }
}

/**
 * Several errors as one: every message in its order, and each fix once. It has the exit code that all of them share, or 1.
 *
 * @param closing A sentence that follows the messages.
 */
export function together(errors: readonly HomelabError[], closing?: string): HomelabError {
  const fixes = new Set(errors.flatMap(({ fix }) => fix?.split("\n") ?? []));
  const [code = exitCodes.failed, ...others] = new Set(errors.map(({ exitCode }) => exitCode));
  return new HomelabError(
    [...errors.map(({ message }) => message), ...(closing === undefined ? [] : [closing])].join("\n"),
    {
      fix: [...fixes].join("\n") || undefined,
      exitCode: others.length === 0 ? code : exitCodes.failed,
    },
  );
}

/** What was thrown, in its own words: of an error its message. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The same with the fix, for programs without colour. */
export const formatted = (thrown: unknown): string =>
  thrown instanceof HomelabError ? thrown.format() : messageOf(thrown);
