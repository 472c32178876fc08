import { isAwaited } from "../../../homelab/bundle";
import { secretName, type Secret } from "../../../homelab/model";
import { unfit } from "../../../provision/secrets/generate";
import { unfitFix } from "../../../provision/secrets/values";
import { addSiteOption } from "../site-option";
import { verb } from "../verb";
import { machinesOf, sceneOf, type Tools } from "./scene";
import { exitCodes } from "../../../homelab/values/error";

/** `homelab secrets check`: checks that the vault has a value for every reference. It prints no value. */
export const checkOf = (tools: Tools) =>
  verb({
    configure: addSiteOption,
    async run({ site }, terminal) {
      const scene = sceneOf(site, terminal, tools);
      const vault = tools.vaultOf(scene.lab, site);
      await vault.ready();
      const wanted: readonly Wanted[] = [
        ...[...scene.places.values()].map((place) => ({
          secret: place.secret,
          by: machinesOf(place).join(", "),
          awaited: isAwaited(place),
        })),
        ...scene.deployer.map((secret) => ({ secret, by: "the deployment", awaited: false })),
      ];
      const values = await Promise.all(wanted.map(({ secret }) => vault.read(secret)));
      const absent = wanted.filter((_, index) => values[index] === undefined);
      const missing = absent.filter(({ secret, awaited }) => secret.optional !== true && !awaited);
      const bad = wanted.flatMap(({ secret }, index) => {
        const why = unfit(secret, values[index] ?? "");
        return why === undefined ? [] : [`${secretName(secret)}: the value ${why}.`];
      });
      const { line, paint } = terminal.out;
      for (const each of absent.filter((one) => !missing.includes(one)))
        line(`${paint.dim(each.secret.optional ? "not set (optional)" : "not needed yet")}  ${wordsOf(each)}`);
      for (const each of missing) line(`${paint.red("missing")}  ${wordsOf(each)}`);
      for (const text of bad) line(`${paint.red("unfit")}  ${text}`);
      if (bad.length > 0) line(unfitFix);
      if (missing.length + bad.length === 0) {
        line(
          `${paint.green("ok")}  The ${vault.title} has a value for all ${wanted.length - absent.length} references.`,
        );
        return exitCodes.ok;
      }
      if (missing.length > 0)
        line(`The ${vault.title} has no value for ${missing.length} of ${wanted.length} references.`);
      return exitCodes.failed;
    },
  });

interface Wanted {
  readonly secret: Secret;
  /** The machines that need it, in one line. */
  readonly by: string;
  /** No machine uses it yet. */
  readonly awaited: boolean;
}

const makers = { generated: "homelab secrets create makes it.", issued: "homelab secrets create issues it." } as const;

const wordsOf = ({ secret, by }: Wanted): string => {
  const { kind, purpose, obtain = "" } = secret;
  return `${secretName(secret)}, for ${by || "homelab secrets"}: ${purpose}. ${kind === "external" ? obtain : makers[kind]}`;
};
