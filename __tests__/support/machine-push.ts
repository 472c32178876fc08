import type { Bundle } from "../../homelab/model";
import { guard, pushHost, sshShell, type Shell } from "../../provision";

/** Who pushes in tests, from where, and what they may change. */
export const watch = { who: "me@here", operators: ["192.168.1.0/24", "10.9.9.9"], bridges: ["vmbr1"] };

/** How a push ended, and what it said meanwhile. */
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

/** Runs a verb of its guard, in words as templates/host/guard.sh has them. */
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
    return { error: `${error.name}: ${error.message}`, text: lines.join("\n") };
  } finally {
    await shell.close();
  }
}
