import { bundles, bundleSecrets, isAwaited, secretPlaces } from "../../homelab/bundle";
import { certificates } from "../../homelab/derive";
import { secretReference, views, type Bundle } from "../../homelab/model";
import { caFix, certificateState } from "../../provision/certificates/state";
import { fail, ok, skipped, warn, type Check, type Context, type Finding, type SoundReading } from "./check";
import { HomelabError } from "../../homelab/values/error";

/** Checks of the vault's content, and of how often a deployment reads it. */

/** A check that opens the vault; skipped when the user would have to unlock the vault first. */
function vaultCheck(name: string, inspect: (reading: SoundReading) => Promise<Finding>): Check {
  return {
    name,
    isOnline: ({ reading }) => reading.site?.secrets.backend === "op",
    async run(context) {
      const { reading } = context;
      if (reading.site === undefined) return skipped("Needs a sound homelab.yaml.");
      if (await isLocked(context, reading)) return skipped("Needs the 1Password CLI to be signed in.");
      try {
        return await inspect(reading);
      } catch (error) {
        if (!(error instanceof HomelabError)) throw error;
        return fail(error.message, error.fix ?? "Run homelab secrets check for details.");
      }
    },
  };
}

async function isLocked({ system }: Context, { site }: SoundReading): Promise<boolean> {
  return site.secrets.backend === "op" && (await system.execute("op", ["whoami"])).code !== 0;
}

const complete = vaultCheck("Secrets", async ({ lab, vault }) => {
  await vault.ready();
  const secrets = [...views(lab)(secretPlaces).values()]
    .filter((place) => !isAwaited(place))
    .map(({ secret }) => secret);
  const values = await Promise.all(secrets.map((secret) => vault.read(secret)));
  const missing = secrets.filter(({ optional }, index) => optional !== true && values[index] === undefined);
  return missing.length === 0
    ? ok(`The ${vault.title} contains every secret that machines get.`)
    : warn(
        `The ${vault.title} lacks ${missing.length} of ${secrets.length} secrets.`,
        "Run homelab secrets create, then homelab secrets check, which names what is still missing.",
      );
});

const lasting = vaultCheck("Certificates", async ({ lab, vault }) => {
  const state = await certificateState(vault, views(lab)(certificates), new Date());
  const { certificate, key } = state.ca;
  if (certificate === undefined && key === undefined) return skipped("No certificate is issued yet.");
  const due = state.leaves.flatMap(({ certificate, verdict }) =>
    verdict.due === undefined ? [] : [`${certificate.guest.name} (${verdict.due})`],
  );
  const { daysLeft = 0, due: broken } = state.caVerdict;
  if (broken !== undefined) return warn(`The private CA: ${broken}.`, caFix(state.caVerdict));
  if (due.length > 0)
    return warn(`Due: ${due.join(", ")}.`, "Run homelab secrets certificates, then push the machines that it names.");
  // From then on, the leaves that it signs end earlier than configured.
  return daysLeft < lab.site.tls.certificateDays
    ? warn(
        `The private CA expires in ${daysLeft} days.`,
        "Run homelab secrets certificates --renew-authority, then push all machines.",
      )
    : ok(`${state.leaves.length} leaf certificates are valid; the private CA expires in ${daysLeft} days.`);
});

/**
 * Allowed reads: per hour for a token, per day for an account.
 *
 * @see https://developer.1password.com/docs/service-accounts/rate-limits/
 */
const allowance = { hour: 1000, words: "1,000 an hour and 1,000 (Families), 5,000 (Teams) or 50,000 (Business) a day" };

/** A deployment pushes each machine in a separate process, which reads each item once. */
const reads: Check = {
  name: "1Password reads",
  run({ reading }) {
    if (reading.site === undefined) return skipped("Needs a sound homelab.yaml.");
    const { lab, site } = reading;
    if (site.secrets.backend !== "op") return skipped("Not used: secrets.backend is another.");
    const items = (bundle: Bundle): number =>
      new Set(bundleSecrets(bundle).map((secret) => secretReference(secret, "", site.secrets.items).split("/")[3]))
        .size;
    const total = [...views(lab)(bundles).values()].reduce((sum, bundle) => sum + items(bundle), 0);
    const text = `A full deployment reads ${total} items; 1Password allows ${allowance.words}.`;
    return total < allowance.hour / 2
      ? ok(text)
      : warn(text, "Deploy one stack at a time, or use a 1Password Business account (10,000 an hour).");
  },
};

export const secretChecks: readonly Check[] = [complete, lasting, reads];
