import { bundleDigest, bundles } from "../../../homelab/bundle";
import { views, type Bundle, type Homelab } from "../../../homelab/model";
import { Refused, shellsOf, stampOf, Unreachable, type Stamp } from "../../../provision";
import { exitCodes, Failure } from "../../exit";
import { machinesNamed } from "../../machines";

/** What each machine was given last, or why it does not say. */
export type Stamps = ReadonlyMap<string, Stamp | Refused | Unreachable>;

/** Asks the machines themselves, all at once. */
export async function stampsOf(lab: Homelab, names: readonly string[]): Promise<Stamps> {
  const shells = shellsOf(lab);
  try {
    return new Map(
      await Promise.all(
        machinesNamed(lab, names).map(
          async (machine) => [machine.name, await answerOf(stampOf(shells.of(machine)))] as const,
        ),
      ),
    );
  } finally {
    await shells.close();
  }
}

async function answerOf(stamp: Promise<Stamp>): Promise<Stamp | Refused | Unreachable> {
  try {
    return await stamp;
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) return error;
    throw error;
  }
}

/**
 * A rotation pushes whole bundles: it is not the moment to bring machines edits that nobody has read a plan of. To resume
 * one, a machine may be in the middle of a push.
 *
 * @throws Failure with every machine that has something else than its bundle, or does not say.
 */
export function refuseUndeployed(lab: Homelab, stamps: Stamps, { resume }: { readonly resume: boolean }): void {
  const own = views(lab)(bundles);
  const faults = [...stamps].flatMap(([name, stamp]) => {
    const why = stamp instanceof Error ? `${name}: ${stamp.message}` : undeployed(name, stamp, own.get(name), resume);
    return why === undefined ? [] : [{ why, unreachable: stamp instanceof Unreachable }];
  });
  if (faults.length === 0) return;
  const onlyUnreachable = faults.every(({ unreachable }) => unreachable);
  throw new Failure(
    [
      ...faults.map(({ why }) => why),
      ...(onlyUnreachable
        ? []
        : [
            "A new value comes with all else that a machine is given. Fix: Deploy first (cdktf deploy, or homelab push), then rotate.",
          ]),
      "Nothing was changed.",
    ].join("\n"),
    onlyUnreachable ? exitCodes.unreachable : exitCodes.failed,
  );
}

function undeployed(name: string, { digest, unfinished }: Stamp, bundle: Bundle | undefined, resume: boolean) {
  if (digest === undefined && unfinished) return resume ? undefined : `A push of ${name} was interrupted.`;
  if (digest === undefined) return `${name} was never pushed.`;
  return bundle !== undefined && digest === bundleDigest(bundle)
    ? undefined
    : `${name} has something else than homelab.yaml and the catalog say.`;
}
