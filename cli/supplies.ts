import { bundleSecrets } from "../homelab/bundle";
import type { Bundle, Homelab } from "../homelab/model";
import { fetchArtifacts } from "../provision/artifacts/artifacts";
import type { Supplies } from "../provision/push/parts";
import { resolve, type Values, type Wanted } from "../provision/secrets/values";
import type { Vault } from "../provision/secrets/vault";
import { vaultOf } from "../provision/secrets/vaults";
import { HomelabError, together } from "../homelab/values/error";

/** Where supplies come from; the vault is opened only when a secret is needed. */
export interface Sources {
  readonly vault: () => Vault;
  readonly fetchArtifacts: typeof fetchArtifacts;
}

export const sourcesOf = (lab: Homelab, siteFile: string): Sources => ({
  vault: () => vaultOf(lab.site, siteFile),
  fetchArtifacts,
});

/**
 * Secrets and vendors' files of all bundles: each is read once, into memory, before anything is sent to a machine.
 *
 * @throws HomelabError with everything that is missing, and the machines that need it.
 */
export async function suppliesFor(
  bundles: readonly Bundle[],
  sources: Sources,
  report: (line: string) => void,
): Promise<Supplies> {
  const wanted = bundles.flatMap((bundle) =>
    bundleSecrets(bundle).map((secret) => ({ secret, target: bundle.target })),
  );
  const artifacts = bundles.flatMap(({ artifacts: own, target }) => own.map((artifact) => ({ ...artifact, target })));
  const [values, fetched] = await Promise.allSettled([
    wanted.length === 0 ? undefined : readAll(sources, wanted),
    artifacts.length === 0 ? undefined : sources.fetchArtifacts(artifacts, { report }),
  ]);
  const missing = [values, fetched].flatMap((part) => (part.status === "rejected" ? [expected(part.reason)] : []));
  if (missing.length > 0) throw together(missing, "Nothing was sent.");
  return {
    ...(values.status === "fulfilled" && values.value !== undefined && { values: values.value }),
    ...(fetched.status === "fulfilled" && fetched.value !== undefined && { artifacts: fetched.value }),
  };
}

// Async, so that a vault that cannot be opened is reported with the other problems.
async function readAll(sources: Sources, wanted: readonly Wanted[]): Promise<Values> {
  return resolve(sources.vault(), wanted);
}

function expected(error: unknown): HomelabError {
  if (error instanceof HomelabError) return error;
  throw error;
}
