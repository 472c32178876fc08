import { join } from "node:path";
import { bundles } from "../homelab/bundle";
import { pushOrder } from "../homelab/derive";
import { views, type Homelab, type Instance, type Secret } from "../homelab/model";
import { nearest } from "../homelab/values/nearest";
import type { Finished } from "../provision/shell/shell";
import { ageVault } from "../provision/secrets/age-vault";
import { containersOf } from "./furnish";
import { hereOf, type AtHand } from "./here";
import type { LabMachine, Plan } from "./plan";
import type { Tally } from "./tally";
import { HomelabError, exitCodes } from "../homelab/values/error";
import type { Watch } from "./watch";
import { plain, project, tool, type World } from "./world";

/** What the checks look at. */
export interface Scene {
  readonly lab: Homelab;
  readonly plan: Plan;
  readonly world: World;
  readonly watch: Watch;
  /** Root of the Debian that the guests are made from. */
  readonly base: string;
  readonly tally: Tally;
  /** Guests that are pushed, in the order of what uses what. */
  readonly pushed: readonly string[];
  /** Those of them that get all that they should have. */
  readonly complete: readonly string[];
  /** Vendors' files that are here. */
  readonly atHand: AtHand;
  /** Tells what goes on. */
  readonly say: (line: string) => void;
}

/** The operator's own file, in the world. */
export const siteFile = "/root/homelab.yaml";

const onTheirMachine = (words: readonly string[]): readonly string[] => [
  "env",
  `--chdir=${project}`,
  `HOMELAB=${siteFile}`,
  "node",
  "--require",
  "tsx/cjs",
  ...words,
];

/** `homelab <verb>`, as the operator runs it. */
export const homelab = ({ world, plan }: Scene, args: readonly string[], input?: string): Promise<Finished> =>
  world.run(onTheirMachine(["cli/homelab.ts", ...args]), {
    on: plan.operator,
    as: `operator: homelab ${args.join(" ")}`,
    ...(input !== undefined && { input }),
  });

/** A push of what no homelab.yaml can ask for, see variant.ts. */
export const pushVariant = ({ world, plan }: Scene, variant: string, ...guests: readonly string[]): Promise<Finished> =>
  world.run(onTheirMachine([join("lab", "variant.ts"), siteFile, variant, ...guests]), {
    on: plan.operator,
    as: `operator: pushes variant ${variant} to ${guests.join(", ")}`,
  });

/** Was it pushed whole, and is it running therefore? */
export const runsHere = ({ lab, pushed, atHand }: Scene, { service, machine }: Instance): boolean =>
  pushed.includes(machine.name) &&
  !hereOf(lab, machine.name, atHand).absent.some(({ title }) => title === service.title);

/** Everything to every guest: by the program itself where all of it can be had, of others what can. */
export async function pushAll(scene: Scene): Promise<Finished> {
  const { complete, pushed } = scene;
  const partial = pushed.filter((name) => !complete.includes(name));
  const first = complete.length === 0 ? undefined : await homelab(scene, ["push", ...complete]);
  const second = partial.length === 0 ? undefined : await pushVariant(scene, "here", ...partial);
  const both = [first, second].filter((each) => each !== undefined);
  return {
    code: Math.max(0, ...both.map(({ code }) => code)),
    stdout: both.map(({ stdout }) => stdout).join(""),
    stderr: both.map(({ stderr }) => stderr).join(""),
  };
}

export function machineNamed({ plan }: Pick<Scene, "plan">, name: string): LabMachine {
  const machine = plan.guests.find((each) => each.name === name);
  if (machine === undefined) throw new HomelabError(`The lab has no ${name}.`);
  return machine;
}

/** Runs a program in a container, as root of it. */
export const inside = (
  scene: Pick<Scene, "plan" | "world">,
  name: string,
  command: readonly string[],
  input?: string,
) =>
  scene.world.run([tool("pct"), "exec", machineNamed(scene, name).id, "--", ...command], {
    as: `${name}: ${plain(command)}`,
    ...(input !== undefined && { input }),
  });

/** The value of a secret, as the operator's vault has it now. */
export async function valueOf({ lab, world: { pid } }: Scene, secret: Pick<Secret, "item" | "field">): Promise<string> {
  const home = `/proc/${pid}/root/root`;
  const env = { HOMELAB_AGE_KEY_FILE: join(home, ".config/homelab/age.key") };
  const value = await ageVault(join(home, lab.site.secrets.file), env).read(secret);
  if (value === undefined) throw new HomelabError(`The vault has no ${secret.item}/${secret.field}.`);
  return value;
}

/** Guests with a bundle. */
export interface Pushable {
  /** In the order of what uses what. */
  readonly names: readonly string[];
  /** Those of them that get all of it; of others, services are left out. */
  readonly complete: readonly string[];
  /** Services that cannot run here, and why. */
  readonly absent: readonly { readonly name: string; readonly why: string }[];
}

export function pushableOf(lab: Homelab, plan: Plan, atHand: AtHand): Pushable {
  const all = views(lab)(bundles);
  const here = new Map(
    containersOf(plan)
      .filter(({ name }) => all.has(name))
      .map(({ name }) => [name, hereOf(lab, name, atHand).absent]),
  );
  const names = [...views(lab)(pushOrder).keys()].filter((name) => here.has(name));
  return {
    names,
    complete: names.filter((name) => here.get(name)?.length === 0),
    absent: names.flatMap((name) =>
      (here.get(name) ?? []).map(({ title, why }) => ({
        name: `${title} on ${name}`,
        why: `${why}; its files are brought and looked at`,
      })),
    ),
  };
}

/** Those, and whom they use themselves. @throws HomelabError with every name that nobody has. */
export function withProviders(lab: Homelab, { names }: Pushable, only: readonly string[]): readonly string[] {
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const reasons = unknown.map((name) => {
      const meant = nearest(name, names);
      return `There is no ${name} to push.${meant === undefined ? "" : ` Is ${meant} meant?`}`;
    });
    throw new HomelabError(reasons.join("\n"), {
      fix: `The lab can push: ${names.join(", ")}.`,
      exitCode: exitCodes.usage,
    });
  }
  const wanted = new Set(only.flatMap((name) => [name, ...usedBy(lab, name)]));
  return names.filter((name) => wanted.has(name));
}

const usedBy = ({ connections }: Homelab, name: string): readonly string[] =>
  connections.filter(({ client }) => client.machine.name === name).map(({ provider }) => provider.machine.name);
