import { setTimeout as pause } from "node:timers/promises";
import { textOf, type Bundle, type SecretPiece } from "../homelab/model";
import { bundleFaults } from "./faults";
import { checkGuard, confirmGuard, guard, guardParts, type Armed, type Watch } from "./guard";
import { defaultHealthSeconds, manifestOf } from "./manifest";
import { Refused } from "./refused";
import { follow, newId, scriptPart, send, type Errand, type Part } from "./send";
import { Unreachable, type Finished, type Shell } from "./shell";

export interface PushOptions {
  readonly watch: Watch;
  readonly dryRun?: boolean;
  /** Gets a line of progress. */
  readonly report: (line: string) => void;
  /** Between attempts to reach a machine again. @default 3000 */
  readonly pauseMs?: number;
}

interface Risky extends PushOptions {
  /** A sentence for whoever cannot reach the host any more: what it does by itself. */
  readonly way: string;
}

/** Exit code of templates/push/receive.sh when another push is at work. */
const busy = 75;

/** How often a machine is asked again before it counts as gone. */
const attempts = 3;

/**
 * Brings a PVE node its bundle and answers with a summary, for instance `2 files changed, 1 unit restarted`.
 *
 * Before its first file is written, the host keeps what it has and sets a timer, which is stopped only over a new
 * connection afterwards. Within a change that has armed the guard already, that one counts, and whoever armed it confirms.
 *
 * @throws Refused when the host did not do it; it has what it had before. Unreachable when it does not answer.
 */
export async function pushHost(shell: Shell, bundle: Bundle, options: PushOptions): Promise<string> {
  const { watch, report, dryRun = false } = options;
  refuseFaults(bundle);
  const armedFor = await checkGuard(shell, watch, report);
  if (dryRun) {
    const dry = { mode: "here", script: "apply.sh", args: ["dry-run", watch.who] } as const;
    return summaryOf(await send(shell, partsOf(bundle), dry, { onLine: progress(report) }));
  }
  const hook = ["guard.sh", "arm", String(secondsFor(bundle)), watch.who, "push"];
  const errand = { mode: "unit", script: "apply.sh", args: ["apply", watch.who, ...hook], id: newId() } as const;
  const way = wayBack(bundle, armedFor);
  const finished = await outcome(shell, bundle, errand, { ...options, way });
  if (finished.code === busy) throw new Refused(finished.stderr.trim());
  // Armed for a push already: one that was interrupted, and is taken up here.
  const isOurs = armedFor === "push" || (armedFor === "nothing" && /^armed /m.test(finished.stdout));
  if (!isOurs && armedFor !== "nothing" && finished.code === 0) report(`note     ${unconfirmed(bundle)}`);
  if (isOurs) await settleGuard(shell, finished.code === 0, { ...options, way });
  return summaryOf(finished);
}

function refuseFaults(bundle: Bundle): void {
  const faults = bundleFaults(bundle);
  if (faults.length > 0) {
    const list = faults.map((fault) => `- ${fault}`).join("\n");
    throw new Refused(`What ${bundle.target} would be given makes no sense, so nothing was sent:\n${list}`);
  }
}

/** As long as everything may take after the first file was written, and some time to say that all is well. */
function secondsFor({ health }: Bundle): number {
  return health.reduce((sum, { seconds = defaultHealthSeconds }) => sum + seconds, 120);
}

function partsOf(bundle: Bundle): readonly Part[] {
  return [
    ...["push/apply.sh", "push/tell.sh"].map(scriptPart),
    ...guardParts(),
    { name: "manifest", content: Buffer.from(manifestOf(bundle)) },
    ...bundle.files.map(({ path, content }) => ({
      name: `new${path}`,
      content: Buffer.from(textOf(content, unresolved)),
    })),
  ];
}

function unresolved({ secret }: SecretPiece): string {
  throw new Refused(`There is no vault that ${secret.item}/${secret.field} could come from.`);
}

/** Starts it, and finds it again when the connection breaks: the machine goes on without us. */
async function outcome(
  shell: Shell,
  bundle: Bundle,
  errand: Errand & { readonly id: string },
  options: Risky,
): Promise<Finished> {
  const onLine = progress(options.report);
  let seen = 0;
  try {
    return await send(shell, partsOf(bundle), errand, { onLine: (line) => (seen++, onLine(line)) });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    options.report("note     the connection broke; the machine goes on by itself, and is asked what came of it");
    return persistently(options, () => {
      let line = 0;
      return follow(shell, errand.id, (text) => (line++ < seen ? undefined : onLine(text)));
    });
  }
}

/** Only a new connection can say that all is well. What failed has been put back by the push itself; this makes sure. */
async function settleGuard(shell: Shell, isWell: boolean, options: Risky): Promise<void> {
  const { watch, report } = options;
  await persistently(options, () =>
    isWell
      ? confirmGuard(shell, watch)
      : guard(shell, ["rollback", "the push failed"], { fresh: true, onLine: report }),
  );
}

/** A network that was just changed may need a moment. */
async function persistently<T>(options: Risky, attempt: () => Promise<T>, left = attempts): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (left === 1) throw new Unreachable(`${error.message}\n${options.way}`);
    await pause(options.pauseMs ?? 3_000);
    return persistently(options, attempt, left - 1);
  }
}

const unconfirmed = ({ target }: Bundle): string =>
  `this is a part of a change that is not confirmed: it comes back, unless homelab guard confirm ${target} follows`;

function wayBack(bundle: Bundle, armedFor: Armed): string {
  const when =
    armedFor === "change" || armedFor === "returned"
      ? "when the time of homelab guard arm is over"
      : `within ${secondsFor(bundle)} s`;
  return (
    `If it has written files, the host puts back what it had before, by itself, ${when}. Then ask it: ` +
    `homelab guard status ${bundle.target}. On its console: journalctl --since today --unit homelab-rollback`
  );
}

/** Lines for people; those that begin with = are for this program. */
const progress = (report: PushOptions["report"]) => (line: string) => {
  if (!line.startsWith("= ")) report(line);
};

function summaryOf({ code, stdout }: Finished): string {
  if (code !== 0) throw new Refused("It failed; the lines above say why, and what is there now.");
  return /^= (.*)$/m.exec(stdout)?.[1] ?? "done";
}
