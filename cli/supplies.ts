import { bundleSecrets } from "../homelab/bundle";
import type { Bundle, Homelab } from "../homelab/model";
import { ArtifactProblem, fetchArtifacts, type Supplies } from "../provision";
import { resolve, type Values, type Wanted } from "../provision/secrets/values";
import { VaultProblem, type Vault } from "../provision/secrets/vault";
import { vaultOf } from "../provision/secrets/vaults";
import { Failure } from "./exit";

/** Where supplies come from; the vault is only opened when something is wanted of it. */
export interface Sources {
  readonly vault: () => Vault;
  readonly fetchArtifacts: typeof fetchArtifacts;
}

export const sourcesOf = (lab: Homelab, siteFile: string): Sources => ({
  vault: () => vaultOf(lab.site, siteFile),
  fetchArtifacts,
});

/**
 * Secrets and vendors' files of all bundles, each read once, in memory, before anything is sent to anyone.
 *
 * @throws Failure with everything that is missing, and which machine needs it.
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
  const missing = [values, fetched].flatMap((part) => (part.status === "rejected" ? [sentenceOf(part.reason)] : []));
  if (missing.length > 0) throw new Failure([...missing, "Nothing was sent."].join("\n"));
  return {
    ...(values.status === "fulfilled" && values.value !== undefined && { values: values.value }),
    ...(fetched.status === "fulfilled" && fetched.value !== undefined && { artifacts: fetched.value }),
  };
}

// A vault that cannot even be opened is a problem like others.
async function readAll(sources: Sources, wanted: readonly Wanted[]): Promise<Values> {
  return resolve(sources.vault(), wanted);
}

function sentenceOf(error: unknown): string {
  if (error instanceof VaultProblem) return `${error.message}\nFix: ${error.fix}`;
  if (error instanceof ArtifactProblem) return error.message;
  throw error;
}
