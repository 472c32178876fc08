import { fixLine, noPaint, type Paint } from "./paint";

/** Exit codes of every verb; `homelab --help` prints them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What an error has in addition to its message. */
export interface ErrorDetails {
  /** A sentence: the likely fix. Several fixes have one line each. */
  readonly fix?: string | undefined;
  /** Exit code of the program if no code catches the error. @default 1, failed */
  readonly exitCode?: ExitCode;
}

/**
 * An error for the user: the message says what is wrong, where and why, and `fix` is the likely fix. The command shows
 * both without a stack trace; any other error is a defect of this program. Only an error that is caught by its type has
 * a subclass.
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
 * Joins several errors into one: every message in its order, and each fix once. The exit code is the one that all of
 * them have, or else 1.
 *
 * @param closing A sentence after the messages.
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

/** The message of an error, or the text of anything else that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The message and the fix, without colour. */
export const formatted = (thrown: unknown): string =>
  thrown instanceof HomelabError ? thrown.format() : messageOf(thrown);
