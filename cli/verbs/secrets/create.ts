import { certificates } from "../../../homelab/derive";
import { ca, secretName, views, type Secret } from "../../../homelab/model";
import { groupBy } from "../../../homelab/values/group-by";
import { certificateState, issue, type CertificateState } from "../../../provision/certificates/state";
import type { Vault } from "../../../provision/secrets/vault";
import type { Terminal } from "../../terminal";
import { addSiteOption, siteOptionFor } from "../site-option";
import { verb } from "../verb";
import { sceneOf, type Scene, type Tools } from "./scene";
import { exitCodes } from "../../../homelab/values/error";

/** What the vault lacks. */
interface Lack {
  readonly generated: readonly Secret[];
  readonly external: readonly Secret[];
  readonly certificates: CertificateState;
}

/** `homelab secrets create`: makes what is missing, and does not touch what exists. */
export const createOf = (tools: Tools) =>
  verb({
    configure: (command) => addSiteOption(command).option("--dry-run", "show what would be made, and make nothing"),
    async run({ site, dryRun = false }, terminal) {
      const scene = sceneOf(site, terminal, tools);
      const vault = tools.vaultOf(scene.lab, site);
      const { line, paint } = terminal.out;
      const prepared = await vault.prepare({ dryRun });
      for (const text of prepared) line(`${paint.yellow(dryRun ? "would be made" : "made")}  ${text}`);
      const report = (text: string): void => terminal.err.line(paint.dim(text));
      const notary = tools.notary();
      const lack = await lackOf(scene, dryRun && prepared.length > 0 ? nothing(vault) : vault, notary.now);
      const leaves = lack.certificates.leaves.filter(
        ({ has }) => has.certificate === undefined && has.key === undefined,
      );
      const newCa = needsCa(scene) && lack.certificates.ca.certificate === undefined;
      if (dryRun) {
        for (const secret of lack.generated) line(`would be made  ${secretName(secret)}: ${secret.purpose}`);
        if (newCa) line(`would be made  ca: ${ca.certificate.purpose}`);
        for (const { certificate } of leaves)
          line(`would be issued  ${certificate.leaf.certificate.item}: ${certificate.names[0]}`);
      } else {
        await makeAll(lack.generated, vault, tools.generate, report);
      }
      bring(lack.external, site, terminal);
      if (!dryRun && needsCa(scene))
        await issue(
          { domain: scene.lab.site.domain, ca: "as it is", leaves: leaves.map(({ certificate }) => certificate) },
          lack.certificates,
          vault,
          notary,
          report,
        );
      const made = lack.generated.length;
      line(
        `${dryRun ? "Nothing was made. Missing" : "Made"}: ${made} passwords and keys, ${leaves.length} certificates. Existing values are unchanged.`,
      );
      if (!dryRun && (newCa || prepared.length + made + leaves.length > 0)) line(next(scene));
      return exitCodes.ok;
    },
  });

const needsCa = ({ places }: Scene): boolean => places.has(secretName(ca.certificate));

const next = ({ lab: { site } }: Scene): string =>
  `Next: ${site.secrets.backend === "age" ? `commit ${site.secrets.file}; then ` : ""}homelab bootstrap, or deploy if the hosts are already prepared.`;

async function lackOf({ lab, places, deployer }: Scene, vault: Vault, now: Date): Promise<Lack> {
  const secrets = [...[...places.values()].map(({ secret }) => secret), ...deployer];
  const values = await Promise.all(secrets.map((secret) => vault.read(secret)));
  const missing = secrets.filter((_, index) => values[index] === undefined);
  const of = (kind: Secret["kind"]): readonly Secret[] => missing.filter((secret) => secret.kind === kind);
  return {
    generated: of("generated"),
    external: of("external"),
    certificates: await certificateState(vault, views(lab)(certificates), now),
  };
}

/** A vault that does not exist yet. */
const nothing = (vault: Vault): Vault => ({ ...vault, read: () => Promise.resolve(undefined) });

/** Writes item by item: each item is one request. */
async function makeAll(
  secrets: readonly Secret[],
  vault: Vault,
  generate: Tools["generate"],
  report: (line: string) => void,
): Promise<void> {
  for (const [item, own] of groupBy(secrets, ({ item }) => item)) {
    await vault.write(own.map((secret) => ({ item, field: secret.field, value: generate(secret) })));
    report(`${item}: ${own.map(({ field }) => field).join(", ")}.`);
  }
}

/** Prints the secrets that people have to bring, and where to get each. */
function bring(secrets: readonly Secret[], site: string, { out: { line, paint } }: Terminal): void {
  if (secrets.length === 0) return;
  line("You have to bring these:");
  const urgent = secrets.toSorted((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false));
  for (const { optional, purpose, obtain = "", ...place } of urgent) {
    line(`  ${paint.bold(secretName(place))}${optional ? " (optional)" : ""}: ${purpose}. ${obtain}`);
  }
  line(`\`homelab secrets set <name>${siteOptionFor(site)}\` asks for the value of one, and stores it.`);
}
