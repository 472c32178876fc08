import { Refused } from "./refused";
import { scriptPart, send, type Part } from "./send";
import type { Finished, Shell } from "./shell";

/** Who changes what, as a host's guard has to know it. */
export interface Watch {
  /** `user@machine` of whoever is at work. */
  readonly who: string;
  /** Addresses and networks that may manage. */
  readonly operators: readonly string[];
  /** Bridges of this host that are ours to change. */
  readonly bridges: readonly string[];
}

/** What a guard is armed for: a push, which confirms it itself, or something around it that will. */
export type Armed = "nothing" | "push" | "change";

/** The scripts of the guard, see templates/host/guard.sh. */
export const guardParts = (): readonly Part[] => ["push/common.sh", "host/guard.sh"].map(scriptPart);

/** Runs a verb of the guard. @throws Refused when the host says no, with its reasons. */
export async function guard(
  shell: Shell,
  args: readonly string[],
  manner: { readonly fresh?: boolean; readonly onLine?: (line: string) => void } = {},
): Promise<Finished> {
  const finished = await send(shell, guardParts(), { mode: "here", script: "guard.sh", args }, manner);
  if (finished.code !== 0) throw new Refused(finished.stderr.trim() || finished.stdout.trim());
  return finished;
}

/**
 * May the network of this host be changed now, from here? Answers what its guard is armed for already.
 *
 * @throws Refused with every reason against it.
 */
export async function checkGuard(shell: Shell, { who, operators, bridges }: Watch, report: (line: string) => void) {
  const { stdout } = await guard(shell, ["check", who, ...operators, "--", ...bridges]);
  const lines = stdout.trim().split("\n");
  for (const note of lines.slice(0, -1)) report(note);
  return lines.at(-1)?.replace("= ", "") as Armed;
}

/** Says over a new connection, the proof that there is still one, that all is well. */
export function confirmGuard(shell: Shell, { who }: Watch): Promise<Finished> {
  return guard(shell, ["confirm", who], { fresh: true });
}
