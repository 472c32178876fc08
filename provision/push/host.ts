import { secondsOf, type Bundle } from "../../homelab/model";
import { checkGuard, confirmGuard, guard, guardScripts, type Armed, type Watch } from "./guard";
import { persistently } from "./persistently";
import { push, refuseFaults, type Precaution, type PushOptions } from "./push";
import type { Finished, Shell } from "../shell/shell";

export type PushHostOptions = Omit<PushOptions, "who" | "precaution"> & { readonly watch: Watch };

/**
 * Pushes a PVE node its bundle and returns a summary, see `push`.
 *
 * Before the first file is written, the node saves its files and starts a timer, which only a new connection stops
 * afterwards. When a change has already armed the guard, the guard stays armed for that change, and its operator
 * confirms.
 *
 * @throws HomelabError when the push failed; the node then has its former files. Unreachable when it does not answer.
 */
export async function pushHost(shell: Shell, bundle: Bundle, options: PushHostOptions): Promise<string> {
  const { watch, ...rest } = options;
  refuseFaults(bundle);
  const armedFor = await checkGuard(shell, watch, rest.report);
  return push(shell, bundle, { ...rest, who: watch.who, precaution: guarded(shell, bundle, armedFor, options) });
}

/** The node's guard around its push. */
function guarded(shell: Shell, bundle: Bundle, armedFor: Armed, options: PushHostOptions): Precaution {
  const { watch, pauseMs } = options;
  const way = recoveryOf(bundle, armedFor);
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
      // Only a new connection can confirm. A failed push has already restored the files itself; the rollback makes
      // sure.
      await persistently(persistence, () =>
        isWell
          ? confirmGuard(shell, watch)
          : guard(shell, ["rollback", "the push failed"], { fresh: true, onLine: report }),
      );
    },
  };
}

/** A guard that is already armed for a push belongs to an interrupted push, which this one continues. */
const isOurs = (armedFor: Armed, { stdout }: Finished): boolean =>
  armedFor === "push" || (armedFor === "nothing" && /^armed /m.test(stdout));

/** The longest time for everything after the first file is written, and some time to confirm. */
function secondsFor({ health, files }: Bundle): number {
  // Package sources are written first, so the time must include the installation of packages.
  const installing = files.some(({ path }) => path.startsWith("/etc/apt/")) ? 600 : 0;
  return health.reduce((sum, test) => sum + secondsOf(test), 120 + installing);
}

const unconfirmed = ({ target }: Bundle): string =>
  `this push is part of an unconfirmed change, which the node rolls back unless you run homelab guard confirm ${target}`;

function recoveryOf(bundle: Bundle, armedFor: Armed): string {
  const when =
    armedFor === "change" || armedFor === "returned"
      ? "when the time of homelab guard arm has passed"
      : `within ${secondsFor(bundle)} s`;
  return (
    `If the push has written files, the node restores the former ones by itself ${when}. Then run ` +
    `homelab guard status ${bundle.target}, or on its console: journalctl --since today --unit homelab-rollback`
  );
}
