import { secretName, type Secret } from "../../../homelab/model";
import { unfit } from "../../../provision/secrets/generate";
import { addSiteOption } from "../site-option";
import { verb } from "../verb";
import { named, sceneOf, type Tools } from "./scene";
import { exitCodes, HomelabError } from "../../../homelab/values/error";

const help = `
The value comes from standard input: piped, or typed without echo. One newline at its end is not part of it.

Examples:
  homelab secrets set telegram/bot_token
  homelab secrets set github/runner-token < token.txt`;

/** `homelab secrets set`: stores a value that people bring in the vault. */
export const setOf = (tools: Tools) =>
  verb({
    configure: (command) =>
      addSiteOption(command)
        .argument("<name>", "name of the secret, as in homelab secrets list")
        .addHelpText("after", help),
    async run({ site, args: names }, terminal) {
      const scene = sceneOf(site, terminal, tools);
      const all = new Map(
        [...scene.places.values(), ...scene.deployer.map((secret) => ({ secret, machines: [] }))].map(
          (place) => [secretName(place.secret), place] as const,
        ),
      );
      const [place] = named(names, all, scene.lab);
      if (place === undefined) return exitCodes.usage;
      const { secret, machines } = place;
      if (secret.kind === "issued")
        throw new HomelabError(`${secretName(secret)} cannot be set; \`homelab secrets certificates\` issues it.`, {
          exitCode: exitCodes.usage,
        });
      const vault = tools.vaultOf(scene.lab, site);
      await vault.ready();
      const value = (await tools.ask(`${secretName(secret)}: `)).replace(/\r?\n$/, "");
      refuseUnfit(secret, value);
      await vault.write([{ item: secret.item, field: secret.field, value }]);
      const next = machines.length === 0 ? "" : ` To push it to the machines: ${bringing(secret, machines)}`;
      terminal.out.line(`${secretName(secret)} is stored in the ${vault.title}.${next}`);
      return exitCodes.ok;
    },
  });

/** The server that checks a password must get it before its clients, an order that only `rotate` keeps. */
const bringing = (secret: Secret, machines: readonly string[]): string =>
  secret.kind === "generated" && secret.keep === undefined
    ? `homelab secrets rotate --resume ${secretName(secret)}`
    : `homelab push ${machines.join(" ")}`;

/** @throws HomelabError */
function refuseUnfit(secret: Secret, value: string): void {
  const name = secretName(secret);
  if (value === "") throw new HomelabError(`The value of ${name} is empty; the vault is unchanged.`);
  if (value.includes("\u{FFFD}")) throw new HomelabError(`The value of ${name} is not UTF-8; the vault is unchanged.`);
  const why = unfit(secret, value);
  if (why !== undefined) throw new HomelabError(`${name} ${why}; the vault is unchanged.`);
}
