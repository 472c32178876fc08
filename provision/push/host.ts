import { secondsOf, type Bundle } from "../../homelab/model";
import { checkGuard, confirmGuard, guard, guardScripts, type Armed, type Watch } from "./guard";
import { persistently } from "./persistently";
import { push, refuseFaults, type Precaution, type PushOptions } from "./push";
import type { Finished, Shell } from "../shell/shell";

export type PushHostOptions = Omit<PushOptions, "who" | "precaution"> & { readonly watch: Watch };

/**
 * Brings a PVE node its bundle and answers with a summary, see `push`.
 *
 * Before its first file is written, the host keeps what it has and sets a timer, which is stopped only over a new
 * connection afterwards. Within a change that has armed the guard already, that one counts, and whoever armed it confirms.
 *
 * @throws HomelabError when the host did not do it; it has what it had before. Unreachable when it does not answer.
 */
export async function pushHost(shell: Shell, bundle: Bundle, options: PushHostOptions): Promise<string> {
  const { watch, ...rest } = options;
  refuseFaults(bundle);
  const armedFor = await checkGuard(shell, watch, rest.report);
  return push(shell, bundle, { ...rest, who: watch.who, precaution: guarded(shell, bundle, armedFor, options) });
}

/** The host's guard around its push. */
function guarded(shell: Shell, bundle: Bundle, armedFor: Armed, options: PushHostOptions): Precaution {
  const { watch, pauseMs } = options;
  const way = wayBack(bundle, armedFor);
  const persistence = { way, ...(pauseMs !== undefined && { pauseMs }) };
  return {
    parts: guardScripts(),
    before: ["guard.sh", "arm", String(secondsFor(bundle)), watch.who, "push"],
    way,
    async settle(finished, report) {
      const isWell = finished.code === 0;
      if (!isOurs(armedFor, finished)) {
        if (armedFor !== "nothing" && isWell) report(`note     ${unconfirmed(bundle)}`);
        return;
      }
      // Only a new connection can say that all is well. What failed has been put back by the push itself; this makes sure.
      await persistently(persistence, () =>
        isWell
          ? confirmGuard(shell, watch)
          : guard(shell, ["rollback", "the push failed"], { fresh: true, onLine: report }),
      );
    },
  };
}

/** Armed for a push already is one that was interrupted, and is taken up here. */
const isOurs = (armedFor: Armed, { stdout }: Finished): boolean =>
  armedFor === "push" || (armedFor === "nothing" && /^armed /m.test(stdout));

/** As long as everything may take after the first file was written, and some time to say that all is well. */
function secondsFor({ health, files }: Bundle): number {
  // Sources of packages are written before the packages are installed.
  const installing = files.some(({ path }) => path.startsWith("/etc/apt/")) ? 600 : 0;
  return health.reduce((sum, test) => sum + secondsOf(test), 120 + installing);
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
