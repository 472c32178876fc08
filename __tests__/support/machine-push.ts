import type { Bundle } from "../../homelab/model";
import { guard } from "../../provision/push/guard";
import { pushGuest } from "../../provision/push/guest";
import { pushHost } from "../../provision/push/host";
import type { PushOptions } from "../../provision/push/push";
import type { Shell } from "../../provision/shell/shell";
import { sshShell } from "../../provision/shell/ssh";
import type { Vmid } from "../../homelab/values/vmid";
import { pctShell } from "../../provision/shell/pct";
import { formatted } from "../../homelab/values/error";

/** Settings of pushes in tests. */
export const watch = { who: "me@here", operators: ["192.168.1.0/24", "10.9.9.9"], bridges: ["vmbr1"] };

/** How a push ended, and what it printed. */
export interface Outcome {
  readonly summary?: string;
  readonly error?: string;
  readonly text: string;
}

/** Pushes to the machine that `ssh` leads to. */
export function push(bundle: Bundle, options: { dryRun?: boolean; who?: string } = {}): Promise<Outcome> {
  const { who = watch.who, dryRun = false } = options;
  return reported((shell, report) =>
    pushHost(shell, bundle, { watch: { ...watch, who }, report, dryRun, pauseMs: 10 }),
  );
}

/** A container of that machine, see lab/host/stand-ins/pct. */
export const container = { name: "mine", vmid: 105 as Vmid, node: "pve", stack: "database" } as const;

/** Pushes to the container. */
export function pushInside(bundle: Bundle, options: Partial<PushOptions> = {}): Promise<Outcome> {
  return reported((shell, report) =>
    pushGuest(pctShell(shell, container), bundle, { who: watch.who, report, pauseMs: 10, ...options }),
  );
}

/** Runs an action in the container. */
export const inside = (work: (shell: Shell) => Promise<string>): Promise<Outcome> =>
  reported((shell) => work(pctShell(shell, container)));

/** Runs a verb of its guard, with arguments as in templates/host/guard.sh. */
export function guarded(...args: readonly string[]): Promise<Outcome> {
  return reported(async (shell) => (await guard(shell, args)).stdout.trim());
}

async function reported(run: (shell: Shell, report: (line: string) => void) => Promise<string>): Promise<Outcome> {
  const lines: string[] = [];
  const shell = sshShell({ user: "root", address: "192.168.1.2" });
  try {
    const summary = await run(shell, (line) => lines.push(line));
    return { summary, text: lines.join("\n") };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: `${error.name}: ${formatted(error)}`, text: lines.join("\n") };
  } finally {
    await shell.close();
  }
}
