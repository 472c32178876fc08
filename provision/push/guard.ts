import { scriptPart, send, type Part } from "./send";
import type { Finished, Shell } from "../shell/shell";
import { HomelabError } from "../../homelab/values/error";

/** What a node's guard has to know about a change. */
export interface Watch {
  /** `user@host` of the person who makes the change. */
  readonly who: string;
  /** Addresses and networks of the operators. */
  readonly operators: readonly string[];
  /** Bridges of this node that the homelab may change. */
  readonly bridges: readonly string[];
}

/**
 * What a guard is armed for: a `push`, which confirms by itself, or a `change`, which its operator confirms. `returned`
 * is a change that was not confirmed in time: the node has restored its former files, and does so again until someone
 * confirms.
 */
export type Armed = (typeof purposes)[number];
const purposes = ["nothing", "push", "change", "returned"] as const;

/** The scripts of the guard, see templates/host/guard.sh; they need push/common.sh in the same directory. */
export const guardScripts = (): readonly Part[] => ["host/guard.sh", "host/check.sh"].map(scriptPart);

/** Runs a verb of the guard. @throws HomelabError with the node's reasons when the guard fails or refuses. */
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
 * Checks that the network of this node can be changed now, from here. Returns what its guard is already armed for.
 *
 * @throws HomelabError with every reason against it.
 */
export async function checkGuard(shell: Shell, { who, operators, bridges }: Watch, report: (line: string) => void) {
  const { lines, armed } = answerOf(await guard(shell, ["check", who, ...operators, "--", ...bridges]));
  for (const note of lines) report(note);
  return armed;
}

/** What the guard is armed for, and whether it has restored anything. */
export async function guardStatus(shell: Shell): Promise<{ readonly lines: readonly string[]; readonly armed: Armed }> {
  return answerOf(await guard(shell, ["status"]));
}

/** Splits the output: lines for people, and the last line for this program. */
function answerOf({ stdout }: Finished) {
  const lines = stdout.trim().split("\n");
  const armed = purposes.find((purpose) => lines.at(-1) === `= ${purpose}`);
  if (armed === undefined) throw new HomelabError(`The guard of the node printed an unexpected answer: ${stdout}`);
  return { lines: lines.slice(0, -1), armed };
}

/**
 * Waits until the node's new rules are active, then confirms over a new connection, which proves that logins still
 * work.
 */
export async function confirmGuard(shell: Shell, { who }: Watch): Promise<Finished> {
  await guard(shell, ["settle"], { fresh: true });
  return guard(shell, ["confirm", who], { fresh: true });
}
