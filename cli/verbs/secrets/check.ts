import { secretName, type Secret } from "../../../homelab/model";
import { unfit } from "../../../provision/secrets/generate";
import { unfitFix } from "../../../provision/secrets/values";
import { exitCodes } from "../../exit";
import { addSiteOption } from "../site-option";
import type { SiteOptions, Verb } from "../verb";
import { machinesOf, sceneOf, type Tools } from "./scene";

/** `homelab secrets check`: does every reference lead to a value? None is printed. */
export const checkOf = (tools: Tools): Verb<SiteOptions> => ({
  configure: addSiteOption,
  async run({ site }, terminal) {
    const scene = sceneOf(site, terminal);
    const vault = tools.vaultOf(scene.lab, site);
    await vault.ready();
    const wanted: readonly Wanted[] = [
      ...[...scene.places.values()].map((place) => ({ secret: place.secret, by: machinesOf(place).join(", ") })),
      ...scene.deployer.map((secret) => ({ secret, by: "whoever deploys" })),
    ];
    const values = await Promise.all(wanted.map(({ secret }) => vault.read(secret)));
    const absent = wanted.filter((_, index) => values[index] === undefined);
    const missing = absent.filter(({ secret }) => secret.optional !== true);
    const bad = wanted.flatMap(({ secret }, index) => {
      const why = unfit(secret, values[index] ?? "");
      return why === undefined ? [] : [`${secretName(secret)}: it ${why}.`];
    });
    const { line, paint } = terminal.out;
    for (const { secret } of absent.filter((each) => !missing.includes(each)))
      line(`${paint.dim("not set (optional)")}  ${secretName(secret)}: ${wordsOf(secret)}`);
    for (const { secret, by } of missing)
      line(
        `${paint.red("missing")}  ${secretName(secret)}, for ${by === "" ? "homelab secrets" : by}: ${wordsOf(secret)}`,
      );
    for (const text of bad) line(`${paint.red("unfit")}  ${text}`);
    if (bad.length > 0) line(unfitFix);
    if (missing.length + bad.length === 0) {
      line(
        `${paint.green("ok")}  All ${wanted.length - absent.length} references lead to a value in the ${vault.title}.`,
      );
      return exitCodes.ok;
    }
    if (missing.length > 0)
      line(`${missing.length} of ${wanted.length} references lead to nothing in the ${vault.title}.`);
    return exitCodes.failed;
  },
});

interface Wanted {
  readonly secret: Secret;
  /** Who waits for it. */
  readonly by: string;
}

const makers = { generated: "homelab secrets create makes it.", issued: "homelab secrets create issues it." } as const;

const wordsOf = ({ kind, purpose, obtain }: Secret): string =>
  `${purpose}. ${kind === "external" ? (obtain ?? "") : makers[kind]}`;
