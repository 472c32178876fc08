import { bundleFaults } from "../../homelab/bundle";
import type { Bundle } from "../../homelab/model";
import { deliver } from "./deliver";
import { partsOf, withoutSecrets, type Supplies } from "./parts";
import { persistently } from "./persistently";
import { follow, newId, send, type Errand, type Part } from "./send";
import { Unreachable, type Finished, type Shell } from "../shell/shell";
import { HomelabError } from "../../homelab/values/error";

export interface PushOptions extends Supplies {
  /** `user@host` of the person who pushes. */
  readonly who: string;
  readonly dryRun?: boolean;
  /** Gets a line of progress. */
  readonly report: (line: string) => void;
  /** Between attempts to reach a machine again. @default 3000 */
  readonly pauseMs?: number;
  /** For a machine that a push may cut off. @default none */
  readonly precaution?: Precaution;
}

/** What happens around a push, and what the machine does by itself when logins no longer work. */
export interface Precaution {
  readonly parts: readonly Part[];
  /** Script and arguments, run on the machine before its first file is written. */
  readonly before: readonly string[];
  /** A sentence for a user who can no longer reach the machine. */
  readonly way: string;
  /** Runs after the push has ended, well or not. Its reports are masked as well. */
  readonly settle: (finished: Finished, report: PushOptions["report"]) => Promise<void>;
}

/** Exit code of templates/push/receive.sh when another push is running. */
const busy = 75;

const onItsOwn =
  "If the machine received everything, it continues by itself. Run the push again: it reports the result, and does the rest.";

/**
 * Pushes a machine its bundle, which has no faults, and returns a summary, for example
 * `2 files changed, 1 unit restarted`.
 *
 * @throws HomelabError when the push failed; the machine then has its former files. Unreachable when it does not answer.
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

/** @throws HomelabError when the bundle is invalid. */
export function refuseFaults(bundle: Bundle): void {
  const faults = bundleFaults(bundle);
  if (faults.length > 0) {
    const list = faults.map((fault) => `- ${fault}`).join("\n");
    throw new HomelabError(`The bundle for ${bundle.target} is invalid, so nothing was sent:\n${list}`);
  }
}

/** Starts the push, and reconnects to it when the connection breaks, because the machine continues by itself. */
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
    report("note     the connection broke; the machine continues by itself, reconnecting to read the result");
    return persistently({ way: precaution?.way ?? onItsOwn, ...(pauseMs !== undefined && { pauseMs }) }, () => {
      let line = 0;
      return follow(shell, errand.id, (text) => (line++ < seen ? undefined : onLine(text)));
    });
  }
}

/** Reports lines for people; lines that begin with = are for this program. */
const progress = (report: PushOptions["report"]) => (line: string) => {
  if (!line.startsWith("= ")) report(line);
};

function summaryOf({ code, stdout }: Finished): string {
  if (code !== 0) throw new HomelabError("The push failed; the lines above say why, and what is on the machine now.");
  return /^= (.*)$/m.exec(stdout)?.[1] ?? "done";
}
