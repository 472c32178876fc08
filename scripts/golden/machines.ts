import { bundleDigest, bundleOf, bundles, bundleTexts, dockerFirewallPart } from "../../homelab/bundle";
import {
  artifactMode,
  modeOf,
  ownerOf,
  secondsOf,
  formName,
  secretName,
  secretReference,
  secretsIn,
  views,
  type Bundle,
  type BundleFile,
  type Homelab,
} from "../../homelab/model";
import { yamlText } from "./yaml";

type Files = readonly (readonly [path: string, text: string])[];

/** What each machine is given, in a directory of its name. */
export const machineFiles = (lab: Homelab): Files =>
  [...views(lab)(bundles).values()].flatMap((bundle) => bundleFiles(lab, bundle, `machines/${bundle.target}`));

/** The digest of each bundle: whoever has a new one is pushed to. */
export const digestFiles = (lab: Homelab): Files => {
  const digests = [...views(lab)(bundles).values()].map((bundle) => [bundle.target, bundleDigest(bundle)] as const);
  return [["digests.yaml", yamlText(Object.fromEntries(digests))]];
};

/** What tells the containers of each Docker host apart: it is part of no bundle. */
export const dockerFirewallFiles = (lab: Homelab): Files =>
  [...lab.machines.values()].flatMap((machine) => {
    const part = dockerFirewallPart(views(lab), machine);
    if (Object.keys(part).length === 0) return [];
    return bundleFiles(lab, bundleOf(machine.name, [part]), `docker-firewall/${machine.name}`);
  });

/** The files as they will lie there, below `files`, and beside them everything else that the bundle says. */
function bundleFiles(lab: Homelab, bundle: Bundle, directory: string): Files {
  return [
    [`${directory}/bundle.yaml`, yamlText(restOf(bundle))],
    ...textsOf(lab, bundle).map(([path, text]) => [`${directory}/files${safe(path)}`, text] as const),
  ];
}

/** Each file of a bundle, with references in the place of secrets. */
export const textsOf = ({ site: { secrets } }: Homelab, bundle: Bundle): Files =>
  bundleTexts(bundle, (secret) => secretReference(secret, secrets.vault, secrets.items)).map(
    ({ path, text }) => [path, text] as const,
  );

/** Lists keep the bundle's order, as a plan does. Defaults are written out: they too are what a machine gets. */
const restOf = (bundle: Bundle) => ({
  target: bundle.target,
  packages: bundle.packages,
  files: bundle.files.map((file) => ({ path: file.path, mode: modeOf(file), owner: ownerOf(file), ...heldBy(file) })),
  artifacts: bundle.artifacts.map((file) => ({ ...file, mode: artifactMode(file), owner: ownerOf(file) })),
  checks: bundle.checks,
  steps: bundle.steps,
  units: bundle.units,
  health: bundle.health.map((test) => ({ ...test, seconds: secondsOf(test) })),
});

function heldBy({ content }: BundleFile): { readonly holds?: readonly string[] } {
  const held = [...new Set(secretsIn(content).map(({ secret, form }) => `${formName(form)} ${secretName(secret)}`))];
  return held.length > 0 ? { holds: held } : {};
}

/** Git on Windows refuses some characters, and a name that ends with a dot. */
const safe = (path: string): string =>
  path.replaceAll(/[<>:"\\|?*%]|\.(?=\/|$)/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
