import { scriptPart, send, type Part } from "./send";
import type { Finished, Shell } from "../shell/shell";
import { HomelabError } from "../../homelab/values/error";

/** Who changes what, as a host's guard has to know it. */
export interface Watch {
  /** `user@machine` of whoever is at work. */
  readonly who: string;
  /** Addresses and networks that may manage. */
  readonly operators: readonly string[];
  /** Bridges of this host that are ours to change. */
  readonly bridges: readonly string[];
}

/**
 * What a guard is armed for: a push, which confirms it itself, or something around it that will. `returned` is a change
 * that nobody has confirmed: the host has put back what it had, and goes on doing so until somebody confirms.
 */
export type Armed = (typeof purposes)[number];
const purposes = ["nothing", "push", "change", "returned"] as const;

/** The scripts of the guard, see templates/host/guard.sh; they need push/common.sh beside them. */
export const guardScripts = (): readonly Part[] => ["host/guard.sh", "host/check.sh"].map(scriptPart);

/** Runs a verb of the guard. @throws HomelabError when the host says no, with its reasons. */
export async function guard(
  shell: Shell,
  args: readonly string[],
  manner: { readonly fresh?: boolean; readonly onLine?: (line: string) => void } = {},
): Promise<Finished> {
  const finished = await send(
    shell,
    [scriptPart("push/common.sh"), ...guardScripts()],
    { mode: "here", script: "guard.sh", args },
    manner,
  );
  if (finished.code !== 0) throw new HomelabError(finished.stderr.trim() || finished.stdout.trim());
  return finished;
}

/**
 * May the network of this host be changed now, from here? Answers what its guard is armed for already.
 *
 * @throws HomelabError with every reason against it.
 */
export async function checkGuard(shell: Shell, { who, operators, bridges }: Watch, report: (line: string) => void) {
  const { lines, armed } = answerOf(await guard(shell, ["check", who, ...operators, "--", ...bridges]));
  for (const note of lines) report(note);
  return armed;
}

/** Is it armed, for what, and has something come back? */
export async function guardStatus(shell: Shell): Promise<{ readonly lines: readonly string[]; readonly armed: Armed }> {
  return answerOf(await guard(shell, ["status"]));
}

/** Lines for people, and the last one for this program. */
function answerOf({ stdout }: Finished) {
  const lines = stdout.trim().split("\n");
  const armed = purposes.find((purpose) => lines.at(-1) === `= ${purpose}`);
  if (armed === undefined)
    throw new HomelabError(`The guard of the host gave an answer that makes no sense: ${stdout}`);
  return { lines: lines.slice(0, -1), armed };
}

/** Once the host's new rules hold, says over a new connection, the proof that there is still one, that all is well. */
export async function confirmGuard(shell: Shell, { who }: Watch): Promise<Finished> {
  await guard(shell, ["settle"], { fresh: true });
  return guard(shell, ["confirm", who], { fresh: true });
}
