import type { SecretPlaces } from "../../../homelab/bundle";
import { secretName } from "../../../homelab/model";
import { followers, rotate, stagesOf, type Pushed, type RotationResult } from "../../../provision/secrets/rotation";
import type { Terminal } from "../../terminal";
import { addSiteOption } from "../site-option";
import { verb } from "../verb";
import { refuseUndeployed } from "./deployed";
import { named, sceneOf, type Tools } from "./scene";
import { exitCodes, HomelabError, type ExitCode } from "../../../homelab/values/error";

const help = `
The server that checks the password gets the new value first, then its clients. A secret that you bring is not made here:
put its new value into the vault (homelab secrets set), then rotate it.

A rotation pushes whole bundles, so every machine involved must already be deployed as declared.

Examples:
  homelab secrets rotate postgres/n8n --dry-run    show which machines would get it
  homelab secrets rotate postgres/n8n
  homelab secrets rotate postgres/n8n --resume     push the new value that the vault already has`;

/** `homelab secrets rotate`. */
export const rotateOf = (tools: Tools) =>
  verb({
    configure: (command) =>
      addSiteOption(command)
        .argument("[name...]", "names of secrets, as in homelab secrets list")
        .option("--dry-run", "show which machines would get it, and change nothing")
        .option("--resume", "make no new values: push the ones in the vault")
        .addHelpText("after", help),
    async run({ site, args: names, dryRun, resume = false }, terminal) {
      const scene = sceneOf(site, terminal, tools);
      if (names.length === 0)
        throw new HomelabError("Name the secrets to rotate.", {
          fix: "`homelab secrets list` shows all of them.",
          exitCode: exitCodes.usage,
        });
      const places = named(names, scene.places, scene.lab);
      refuseLasting(places);
      if (dryRun) for (const text of planOf(places, resume)) terminal.out.line(text);
      const vault = tools.vaultOf(scene.lab, site);
      await vault.ready();
      await refuseMissing(places, (place) => vault.read(place.secret));
      const machines = [...new Set(places.flatMap((place) => place.machines))];
      refuseUndeployed(scene.lab, await tools.stamps(scene.lab, machines), { resume });
      if (dryRun) return exitCodes.ok;
      for (const text of byHand(places)) terminal.err.line(terminal.err.paint.yellow(text));
      terminal.err.line(`If this is interrupted, run: homelab secrets rotate --resume ${names.join(" ")}`);
      const result = await rotate(places, {
        vault,
        generate: tools.generate,
        resume,
        report: (text) => terminal.err.line(terminal.err.paint.dim(text)),
        push: (machines) => pushed(tools.push(machines, site, terminal), terminal),
      });
      return conclude(result, terminal);
    },
  });

/**
 * The private CA and its certificates are renewed instead of rotated, and what they have signed stays valid. Keys that
 * encrypt data cannot change.
 */
function refuseLasting(places: readonly SecretPlaces[]): void {
  const told = places.flatMap(({ secret }) => {
    if (secret.kind === "issued")
      return [`${secretName(secret)} cannot be rotated; \`homelab secrets certificates\` renews it.`];
    return secret.keep === undefined
      ? []
      : [`${secretName(secret)} cannot be rotated: with another value ${secret.keep}`];
  });
  if (told.length > 0) throw new HomelabError(told.join("\n"), { exitCode: exitCodes.usage });
}

async function refuseMissing(
  places: readonly SecretPlaces[],
  read: (place: SecretPlaces) => Promise<string | undefined>,
): Promise<void> {
  const values = await Promise.all(places.map(read));
  const missing = places.filter((_, index) => values[index] === undefined).map(({ secret }) => secretName(secret));
  if (missing.length > 0)
    throw new HomelabError(`The vault has no value for ${missing.join(", ")} yet.`, {
      fix: "Run `homelab secrets create` for what can be made here, `homelab secrets set` for what you bring.",
    });
}

/** A push that could not even begin has sent nothing. */
async function pushed(push: Promise<ExitCode>, { err }: Terminal): Promise<Pushed> {
  try {
    const code = await push;
    if (code === exitCodes.ok) return "done";
    return code === exitCodes.unreachable ? "unknown" : "refused";
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    err.line(error.format(err.paint));
    return "refused";
  }
}

function planOf(places: readonly SecretPlaces[], resume: boolean): readonly string[] {
  const stages = stagesOf(places);
  const others = followers(stages);
  const lines = stages.flatMap(({ providers, places: own }) => [
    ...(resume ? [] : own.map(({ secret }) => vaultLine(secret.kind, secretName(secret)))),
    ...(providers.length > 0 ? [`push  ${providers.join(", ")}`] : []),
  ]);
  return [...lines, ...(others.length > 0 ? [`push  ${others.join(", ")}`] : []), ...byHand(places)];
}

const vaultLine = (kind: string, name: string): string =>
  kind === "generated" ? `new value  ${name}` : `present value  ${name}`;

/** Notes about readers that no push reaches. */
const byHand = (places: readonly SecretPlaces[]): readonly string[] =>
  places
    .filter(({ unreached }) => unreached.length > 0)
    .map(
      ({ secret, unreached }) =>
        `change by hand  ${unreached.join(", ")}: no push reaches it, so it keeps the old ${secretName(secret)}`,
    );

function conclude({ taken, restored, open, untouched, behind }: RotationResult, { out, err }: Terminal): ExitCode {
  const list = (places: readonly SecretPlaces[]) => places.map(({ secret }) => secretName(secret)).join(", ");
  const again = [...open, ...(behind.length > 0 ? taken : [])];
  const changed = behind.length === 0 ? taken : [];
  const given = changed.filter(({ machines }) => machines.length > 0);
  const kept = changed.filter(({ machines }) => machines.length === 0);
  if (given.length > 0) out.line(`${out.paint.green("changed")}  ${list(given)}`);
  if (kept.length > 0) out.line(`in the vault only  ${list(kept)}: no machine uses it yet.`);
  if (restored.length > 0)
    err.line(`Refused: ${list(restored)}. The vault has the old value again; the machines still have it.`);
  if (open.length > 0)
    err.line(
      `Unknown: ${list(open)}. The vault has the new value; it is unknown whether ${providersOf(open)} applied it.`,
    );
  if (behind.length > 0)
    err.line(
      `Half done: ${list(taken)}. The vault and the server that checks it have the new value; some of ${behind.join(", ")} still have the old one.`,
    );
  if (untouched.length > 0) err.line(`Not started: ${list(untouched)}.`);
  if (again.length > 0)
    err.line(`When the problem is fixed, run: homelab secrets rotate --resume ${list(again).replaceAll(",", "")}`);
  return restored.length + open.length + untouched.length + behind.length === 0 ? exitCodes.ok : exitCodes.failed;
}

const providersOf = (places: readonly SecretPlaces[]): string =>
  [...new Set(places.flatMap(({ providers }) => providers))].join(", ");
