import { bundleDigest, bundles } from "../../../homelab/bundle";
import { views, type Bundle, type Homelab } from "../../../homelab/model";
import { stampOf, type Stamp } from "../../../provision/push/stamp";
import { shellsOf } from "../../../provision/shell/shells";
import { machinesNamed } from "../../machines";
import { HomelabError, together } from "../../../homelab/values/error";

/** What each machine got last, or the error when it cannot be read. */
export type Stamps = ReadonlyMap<string, Stamp | HomelabError>;

/** Reads the stamps on the machines, all at once. */
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

async function answerOf(stamp: Promise<Stamp>): Promise<Stamp | HomelabError> {
  try {
    return await stamp;
  } catch (error) {
    if (error instanceof HomelabError) return error;
    throw error;
  }
}

/**
 * A rotation pushes whole bundles, so it must not bring machines other changes that nobody has reviewed in a plan. When
 * a rotation is resumed, a machine may be in the middle of a push.
 *
 * @throws HomelabError with every machine that differs from its bundle, or whose stamp cannot be read.
 */
export function refuseUndeployed(lab: Homelab, stamps: Stamps, { resume }: { readonly resume: boolean }): void {
  const own = views(lab)(bundles);
  const faults = [...stamps].flatMap(([name, stamp]) => {
    if (stamp instanceof HomelabError) return [about(name, stamp)];
    const why = undeployed(name, stamp, own.get(name), resume);
    return why === undefined ? [] : [new HomelabError(why, { fix: deployFirst })];
  });
  if (faults.length > 0) throw together(faults, "Nothing was changed.");
}

const deployFirst =
  "Deploy first (cdktf deploy, or homelab push), then rotate: a rotation pushes the whole bundle of a machine.";

const about = (name: string, { message, fix, exitCode }: HomelabError): HomelabError =>
  new HomelabError(`${name}: ${message}`, { fix, exitCode });

function undeployed(name: string, { digest, unfinished }: Stamp, bundle: Bundle | undefined, resume: boolean) {
  if (digest === undefined && unfinished) return resume ? undefined : `A push to ${name} was interrupted.`;
  if (digest === undefined) return `${name} has never had a push.`;
  return bundle !== undefined && digest === bundleDigest(bundle)
    ? undefined
    : `${name} differs from what homelab.yaml and the catalog declare.`;
}
