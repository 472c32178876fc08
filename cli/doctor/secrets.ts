import { bundles, bundleSecrets, isAwaited, secretPlaces } from "../../homelab/bundle";
import { certificates } from "../../homelab/derive";
import { secretReference, views, type Bundle } from "../../homelab/model";
import { caFix, certificateState } from "../../provision/certificates/state";
import { fail, ok, skipped, warn, type Check, type Context, type Finding, type SoundReading } from "./check";
import { HomelabError } from "../../homelab/values/error";

/** Checks of what lies in the vault, and of how often it is asked. */

/** A check that opens the vault; skipped where somebody would have to unlock it first. */
function vaultCheck(name: string, inspect: (reading: SoundReading) => Promise<Finding>): Check {
  return {
    name,
    isOnline: ({ reading }) => reading.site?.secrets.backend === "op",
    async run(context) {
      const { reading } = context;
      if (reading.site === undefined) return skipped("Needs a sound homelab.yaml.");
      if (await isLocked(context, reading)) return skipped("Needs the 1Password CLI, signed in.");
      try {
        return await inspect(reading);
      } catch (error) {
        if (!(error instanceof HomelabError)) throw error;
        return fail(error.message, error.fix ?? "Run homelab secrets check, which may say more.");
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
    ? ok(`The ${vault.title} has all that machines are given.`)
    : warn(
        `The ${vault.title} lacks ${missing.length} of ${secrets.length} secrets.`,
        "Run homelab secrets create, and homelab secrets check, which names the rest.",
      );
});

const lasting = vaultCheck("Certificates", async ({ lab, vault }) => {
  const state = await certificateState(vault, views(lab)(certificates), new Date());
  const { certificate, key } = state.ca;
  if (certificate === undefined && key === undefined) return skipped("None is issued yet.");
  const due = state.leaves.flatMap(({ certificate, verdict }) =>
    verdict.due === undefined ? [] : [`${certificate.guest.name} (${verdict.due})`],
  );
  const { daysLeft = 0, due: broken } = state.caVerdict;
  if (broken !== undefined) return warn(`The private authority: ${broken}.`, caFix(state.caVerdict));
  if (due.length > 0)
    return warn(`Due: ${due.join(", ")}.`, "Run homelab secrets certificates, and push the guests that it names.");
  // From then on it shortens what it signs.
  return daysLeft < lab.site.tls.certificateDays
    ? warn(
        `The private authority ends in ${daysLeft} days.`,
        "Run homelab secrets certificates --renew-authority, and push all.",
      )
    : ok(`${state.leaves.length} are good; the authority lasts ${daysLeft} days.`);
});

/**
 * Reads by the hour, per token, and by the day, per account.
 *
 * @see https://developer.1password.com/docs/service-accounts/rate-limits/
 */
const allowance = { hour: 1000, words: "1,000 an hour and 1,000 (Families), 5,000 (Teams) or 50,000 (Business) a day" };

/** A deployment pushes each machine in a process of its own, which reads each item once. */
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
    const text = `A deployment of everything reads ${total} items; 1Password allows ${allowance.words}.`;
    return total < allowance.hour / 2
      ? ok(text)
      : warn(text, "Deploy stack by stack, or use an account of 1Password Business (10,000 an hour).");
  },
};

export const secretChecks: readonly Check[] = [complete, lasting, reads];
