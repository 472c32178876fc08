import { secretPlaces, type SecretPlaces } from "../../../homelab/bundle";
import { external, secretReference, views, type Homelab, type Secret } from "../../../homelab/model";
import { proxmoxToken, stateCredentials, type Credential } from "../../../homelab/model/credentials";
import { nearest } from "../../../homelab/values/nearest";
import type { Notary } from "../../../provision/certificates/issue";
import { generateValue, randomSerial } from "../../../provision/secrets/generate";
import type { Vault } from "../../../provision/secrets/vault";
import { vaultOf } from "../../../provision/secrets/vaults";
import { loaded } from "../../load-homelab";
import type { Terminal } from "../../terminal";
import { ask } from "../../ask";
import { push } from "../push";
import { stampsOf, type Stamps } from "./deployed";
import { exitCodes, HomelabError, type ExitCode } from "../../../homelab/values/error";

/** What the verbs below `homelab secrets` work with, so that tests can replace it. */
export interface Tools {
  readonly load: (siteFile: string, terminal: Terminal) => Homelab;
  readonly vaultOf: (lab: Homelab, siteFile: string) => Vault;
  readonly notary: () => Notary;
  readonly generate: (secret: Secret) => string;
  /** Reads a value that the user types or pipes in. */
  readonly ask: (question: string) => Promise<string>;
  /** What machines got last. */
  readonly stamps: (lab: Homelab, names: readonly string[]) => Promise<Stamps>;
  readonly push: (names: readonly string[], siteFile: string, terminal: Terminal) => Promise<ExitCode>;
}

export const tools: Tools = {
  load: loaded,
  vaultOf: (lab, siteFile) => vaultOf(lab.site, siteFile),
  notary: () => ({ now: new Date(), serial: randomSerial }),
  generate: generateValue,
  ask,
  stamps: stampsOf,
  push: async (names, site, terminal) => push.run({ site, args: names }, terminal),
};

export interface Scene {
  readonly lab: Homelab;
  /** Secrets of the homelab's machines, by name. */
  readonly places: ReadonlyMap<string, SecretPlaces>;
  /** Secrets that a deployment reads from the vault. */
  readonly deployer: readonly Secret[];
}

/** @throws InvalidSite */
export function sceneOf(siteFile: string, terminal: Terminal, { load }: Pick<Tools, "load">): Scene {
  const lab = load(siteFile, terminal);
  return { lab, places: views(lab)(secretPlaces), deployer: deployerSecrets(lab) };
}

/** The variables that Terraform reads from the environment, as secrets that people bring. */
function deployerSecrets({ site }: Homelab): readonly Secret[] {
  const asSecret = ({ variable, item, field }: Credential, obtain: string): Secret =>
    external(item, field, `${variable} in the environment of a deployment`, obtain);
  return [
    asSecret(proxmoxToken, "`homelab bootstrap` makes it on the PVE host."),
    ...stateCredentials[site.state.backend].map((credential) =>
      asSecret(credential, `Get it from the operator of the state backend ${site.state.backend}.`),
    ),
  ];
}

/**
 * Secrets of these names, `item/field`, or as `homelab secrets list` shows them: `op://<vault>/<item>/<field>`.
 *
 * @throws HomelabError with every unknown name, and the name that is probably meant.
 */
export function named<T extends { readonly secret: Secret }>(
  names: readonly string[],
  all: ReadonlyMap<string, T>,
  { site: { secrets } }: Homelab,
): readonly T[] {
  const byReference = new Map(
    [...all.values()].map((each) => [secretReference(each.secret, secrets.vault, secrets.items), each]),
  );
  const found = new Map(names.map((name) => [name, all.get(name) ?? byReference.get(name)]));
  const told = [...found].flatMap(([name, each]) => {
    if (each !== undefined) return [];
    const guess = nearest(name.replace(/^op:\/\/[^/]*\//, ""), [...all.keys()]);
    return [`There is no secret ${name}.${guess === undefined ? "" : ` Did you mean ${guess}?`}`];
  });
  if (told.length > 0)
    throw new HomelabError(told.join("\n"), {
      fix: "`homelab secrets list` shows all of them.",
      exitCode: exitCodes.usage,
    });
  return [...new Set(found.values())].filter((each) => each !== undefined);
}

/** Machines whose bundle contains a secret, and the machines of its other readers; sorted. */
export const machinesOf = ({ machines, readers }: SecretPlaces): readonly string[] =>
  [...new Set([...machines, ...readers.map(({ machine }) => machine)])].toSorted();

/** Names in one line, or their number when there are more than `most`. */
export const few = (names: readonly string[], noun: string, most = 4): string =>
  names.length <= most ? names.join(", ") : `${names.length} ${noun}`;
