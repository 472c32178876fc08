import { bundleFaults } from "../../homelab/bundle";
import type { Bundle } from "../../homelab/model";
import { deliver } from "./deliver";
import { partsOf, withoutSecrets, type Supplies } from "./parts";
import { persistently } from "./persistently";
import { follow, newId, send, type Errand, type Part } from "./send";
import { Unreachable, type Finished, type Shell } from "../shell/shell";
import { HomelabError } from "../../homelab/values/error";

export interface PushOptions extends Supplies {
  /** `user@machine` of whoever pushes. */
  readonly who: string;
  readonly dryRun?: boolean;
  /** Gets a line of progress. */
  readonly report: (line: string) => void;
  /** Between attempts to reach a machine again. @default 3000 */
  readonly pauseMs?: number;
  /** For a machine that a push may cut off. @default none */
  readonly precaution?: Precaution;
}

/** What goes on around a push, and what the machine does by itself when nobody gets in any more. */
export interface Precaution {
  readonly parts: readonly Part[];
  /** Script and arguments, run on the machine before its first file is written. */
  readonly before: readonly string[];
  /** A sentence for whoever cannot reach the machine any more. */
  readonly way: string;
  /** Once the machine has ended, well or not. What it reports holds no secrets either. */
  readonly settle: (finished: Finished, report: PushOptions["report"]) => Promise<void>;
}

/** Exit code of templates/push/receive.sh when another push is at work. */
const busy = 75;

const onItsOwn =
  "What has arrived there whole goes on by itself. Run it again: it tells what came of it, and does the rest.";

/**
 * Brings a machine its bundle, which has no faults, and answers with a summary, for instance
 * `2 files changed, 1 unit restarted`.
 *
 * @throws HomelabError when the machine did not do it; it has what it had before. Unreachable when it does not answer.
 */
export async function push(shell: Shell, bundle: Bundle, options: PushOptions): Promise<string> {
  const { who, dryRun = false, precaution } = options;
  const mask = withoutSecrets(bundle, options);
  const report = (line: string): void => options.report(mask(line));
  const parts = [...partsOf(bundle, options), ...(precaution?.parts ?? [])];
  if (dryRun) {
    const dry = { mode: "here", script: "apply.sh", args: ["dry-run", who] } as const;
    return summaryOf(await send(shell, parts, dry, { onLine: progress(report) }));
  }
  await deliver(shell, bundle, options);
  const args = ["apply", who, ...(precaution?.before ?? [])];
  const errand = { mode: "unit", script: "apply.sh", args, id: newId() } as const;
  const finished = await outcome(shell, parts, errand, { ...options, report });
  if (finished.code === busy) throw new HomelabError(finished.stderr.trim());
  await precaution?.settle(finished, report);
  return summaryOf(finished);
}

/** @throws HomelabError when no machine could make sense of it. */
export function refuseFaults(bundle: Bundle): void {
  const faults = bundleFaults(bundle);
  if (faults.length > 0) {
    const list = faults.map((fault) => `- ${fault}`).join("\n");
    throw new HomelabError(`What ${bundle.target} would be given makes no sense, so nothing was sent:\n${list}`);
  }
}

/** Starts it, and finds it again when the connection breaks: the machine goes on without us. */
async function outcome(
  shell: Shell,
  parts: readonly Part[],
  errand: Errand & { readonly id: string },
  options: PushOptions,
): Promise<Finished> {
  const { report, pauseMs, precaution } = options;
  const onLine = progress(report);
  let seen = 0;
  try {
    return await send(shell, parts, errand, { onLine: (line) => (seen++, onLine(line)) });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    report("note     the connection broke; the machine goes on by itself, and is asked what came of it");
    return persistently({ way: precaution?.way ?? onItsOwn, ...(pauseMs !== undefined && { pauseMs }) }, () => {
      let line = 0;
      return follow(shell, errand.id, (text) => (line++ < seen ? undefined : onLine(text)));
    });
  }
}

/** Lines for people; those that begin with = are for this program. */
const progress = (report: PushOptions["report"]) => (line: string) => {
  if (!line.startsWith("= ")) report(line);
};

function summaryOf({ code, stdout }: Finished): string {
  if (code !== 0) throw new HomelabError("It failed; the lines above say why, and what is there now.");
  return /^= (.*)$/m.exec(stdout)?.[1] ?? "done";
}
