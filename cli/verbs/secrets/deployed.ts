import { bundleDigest, bundles } from "../../../homelab/bundle";
import { views, type Bundle, type Homelab } from "../../../homelab/model";
import { stampOf, type Stamp } from "../../../provision/push/stamp";
import { shellsOf } from "../../../provision/shell/shells";
import { machinesNamed } from "../../machines";
import { HomelabError, together } from "../../../homelab/values/error";

/** What each machine was given last, or why it does not say. */
export type Stamps = ReadonlyMap<string, Stamp | HomelabError>;

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

async function answerOf(stamp: Promise<Stamp>): Promise<Stamp | HomelabError> {
  try {
    return await stamp;
  } catch (error) {
    if (error instanceof HomelabError) return error;
    throw error;
  }
}

/**
 * A rotation pushes whole bundles: it is not the moment to bring machines edits that nobody has read a plan of. To resume
 * one, a machine may be in the middle of a push.
 *
 * @throws HomelabError with every machine that has something else than its bundle, or does not say.
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
  "Deploy first (cdktf deploy, or homelab push), then rotate: a new value comes with all else that a machine is given.";

const about = (name: string, { message, fix, exitCode }: HomelabError): HomelabError =>
  new HomelabError(`${name}: ${message}`, { fix, exitCode });

function undeployed(name: string, { digest, unfinished }: Stamp, bundle: Bundle | undefined, resume: boolean) {
  if (digest === undefined && unfinished) return resume ? undefined : `A push of ${name} was interrupted.`;
  if (digest === undefined) return `${name} was never pushed.`;
  return bundle !== undefined && digest === bundleDigest(bundle)
    ? undefined
    : `${name} has something else than homelab.yaml and the catalog say.`;
}
