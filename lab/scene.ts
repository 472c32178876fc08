import { join } from "node:path";
import { bundles } from "../homelab/bundle";
import { pushOrder } from "../homelab/derive";
import { views, type Bundle, type Homelab, type Secret } from "../homelab/model";
import { nearest } from "../homelab/values/nearest";
import type { Finished } from "../provision";
import { ageVault } from "../provision/secrets/age-vault";
import { containersOf } from "./furnish";
import type { Machine, Plan } from "./plan";
import type { Tally } from "./tally";
import { LabFault, project, tool, type World } from "./world";

/** What the checks look at. */
export interface Scene {
  readonly lab: Homelab;
  readonly plan: Plan;
  readonly world: World;
  /** Root of the Debian that the guests are made from. */
  readonly base: string;
  readonly tally: Tally;
  /** Guests that are pushed, in the order of what uses what. */
  readonly pushed: readonly string[];
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
  world.run(onTheirMachine(["cli/homelab.ts", ...args]), { on: plan.operator, ...(input !== undefined && { input }) });

/** A push of what no homelab.yaml can ask for, see variant.ts. */
export const pushVariant = ({ world, plan }: Scene, guest: string, variant: string): Promise<Finished> =>
  world.run(onTheirMachine([join("lab", "variant.ts"), siteFile, guest, variant]), { on: plan.operator });

export function machineNamed({ plan }: Pick<Scene, "plan">, name: string): Machine {
  const machine = plan.guests.find((each) => each.name === name);
  if (machine === undefined) throw new LabFault(`The lab has no ${name}.`);
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
    ...(input !== undefined && { input }),
  });

/** The value of a secret, as the operator's vault has it now. */
export async function valueOf({ lab, world: { pid } }: Scene, secret: Pick<Secret, "item" | "field">): Promise<string> {
  const home = `/proc/${pid}/root/root`;
  const env = { HOMELAB_AGE_KEY_FILE: join(home, ".config/homelab/age.key") };
  const value = await ageVault(join(home, lab.site.secrets.file), env).read(secret);
  if (value === undefined) throw new LabFault(`The vault has no ${secret.item}/${secret.field}.`);
  return value;
}

/** Guests that can be pushed here, and why others cannot. */
export interface Pushable {
  readonly names: readonly string[];
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

/** What was asked for cannot be pushed in the lab. */
export class NotPushable extends LabFault {}

export function pushableOf(lab: Homelab, plan: Plan): Pushable {
  const all = views(lab)(bundles);
  const order = [...views(lab)(pushOrder).keys()];
  const here = containersOf(plan).filter(({ name }) => all.has(name));
  const why = new Map(here.map(({ name }) => [name, obstacle(all.get(name))]));
  return {
    names: order.filter((name) => why.has(name) && why.get(name) === undefined),
    left: [...why].flatMap(([name, reason]) => (reason === undefined ? [] : [{ name, why: reason }])),
  };
}

/** Only Debian's own archive counts as always at hand. */
function obstacle(bundle: Bundle | undefined): string | undefined {
  const hosts = [...new Set((bundle?.artifacts ?? []).map(({ url }) => new URL(url).hostname))];
  return hosts.length === 0
    ? undefined
    : `it is made of files of ${hosts.join(", ")}, and the lab takes Debian's alone`;
}

/** Those, and whom they use themselves, as far as they can be pushed here. @throws NotPushable with every name that cannot be. */
export function withProviders(lab: Homelab, { names, left }: Pushable, only: readonly string[]): readonly string[] {
  const order = views(lab)(pushOrder);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const reasons = unknown.map((name) => {
      const why = left.find((each) => each.name === name)?.why;
      if (why !== undefined) return `${name} cannot be pushed here: ${why}.`;
      const meant = nearest(name, names);
      return `There is no ${name} to push.${meant === undefined ? "" : ` Is ${meant} meant?`}`;
    });
    throw new NotPushable(`${reasons.join("\n")}\nThe lab can push: ${names.join(", ")}.`);
  }
  const wanted = new Set(only.flatMap((name) => [name, ...usedBy(lab, name)]));
  return [...order.keys()].filter((name) => wanted.has(name) && names.includes(name));
}

const usedBy = ({ connections }: Homelab, name: string): readonly string[] =>
  connections.filter(({ consumer }) => consumer.guest.name === name).map(({ provider }) => provider.guest.name);
