import { join } from "node:path";
import { bundles } from "../homelab/bundle";
import { pushOrder } from "../homelab/derive";
import { views, type Homelab, type Instance, type Secret } from "../homelab/model";
import { nearest } from "../homelab/values/nearest";
import type { Finished } from "../provision/shell/shell";
import { ageVault } from "../provision/secrets/age-vault";
import { containersOf } from "./furnish";
import { hereOf, type AtHand } from "./available";
import type { LabMachine, Plan } from "./plan";
import type { Tally } from "./tally";
import { HomelabError, exitCodes } from "../homelab/values/error";
import type { Watch } from "./watch";
import { plain, project, tool, type World } from "./world";

/** What the checks work on. */
export interface Scene {
  readonly lab: Homelab;
  readonly plan: Plan;
  readonly world: World;
  readonly watch: Watch;
  /** Root of the Debian that the guests are made from. */
  readonly base: string;
  readonly tally: Tally;
  /** Guests that are pushed, in the order of a push. */
  readonly pushed: readonly string[];
  /** Those of them whose whole bundle is pushed. */
  readonly complete: readonly string[];
  /** Vendors' files that are in the cache. */
  readonly atHand: AtHand;
  /** Prints a progress line. */
  readonly say: (line: string) => void;
}

/** The operator's homelab.yaml, in the world. */
export const siteFile = "/root/homelab.yaml";

const inProject = (words: readonly string[]): readonly string[] => [
  "env",
  `--chdir=${project}`,
  `HOMELAB=${siteFile}`,
  "node",
  "--require",
  "tsx/cjs",
  ...words,
];

/** Runs `homelab <verb>` as the operator does. */
export const homelab = ({ world, plan }: Scene, args: readonly string[], input?: string): Promise<Finished> =>
  world.run(inProject(["cli/homelab.ts", ...args]), {
    on: plan.operator,
    as: `operator: homelab ${args.join(" ")}`,
    ...(input !== undefined && { input }),
  });

/** Pushes a bundle that no homelab.yaml can produce, see variant.ts. */
export const pushVariant = ({ world, plan }: Scene, variant: string, ...guests: readonly string[]): Promise<Finished> =>
  world.run(inProject([join("lab", "variant.ts"), siteFile, variant, ...guests]), {
    on: plan.operator,
    as: `operator: pushes variant ${variant} to ${guests.join(", ")}`,
  });

/** Whether this service was pushed whole, and therefore runs. */
export const runsHere = ({ lab, pushed, atHand }: Scene, { service, machine }: Instance): boolean =>
  pushed.includes(machine.name) &&
  !hereOf(lab, machine.name, atHand).absent.some(({ title }) => title === service.title);

/** Pushes to every guest: the whole bundle with the program itself, or else the part that is available. */
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
  if (machine === undefined) throw new HomelabError(`The lab has no guest ${name}.`);
  return machine;
}

/** Runs a program in a container, as its root user. */
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

/** The current value of a secret in the operator's vault. */
export async function valueOf({ lab, world: { pid } }: Scene, secret: Pick<Secret, "item" | "field">): Promise<string> {
  const home = `/proc/${pid}/root/root`;
  const env = { HOMELAB_AGE_KEY_FILE: join(home, ".config/homelab/age.key") };
  const value = await ageVault(join(home, lab.site.secrets.file), env).read(secret);
  if (value === undefined) throw new HomelabError(`The vault has no ${secret.item}/${secret.field}.`);
  return value;
}

/** Guests that have a bundle. */
export interface Pushable {
  /** In the order of a push. */
  readonly names: readonly string[];
  /** Those of them whose whole bundle can be pushed; the others lack services. */
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
        why: `${why}; only its own files are pushed and checked`,
      })),
    ),
  };
}

/** These guests, and the guests that they use. @throws HomelabError that lists every unknown name. */
export function withProviders(lab: Homelab, { names }: Pushable, only: readonly string[]): readonly string[] {
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const reasons = unknown.map((name) => {
      const meant = nearest(name, names);
      return `The lab cannot push to ${name}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
    });
    throw new HomelabError(reasons.join("\n"), {
      fix: `Give --only one or more of: ${names.join(", ")}.`,
      exitCode: exitCodes.usage,
    });
  }
  const wanted = new Set(only.flatMap((name) => [name, ...usedBy(lab, name)]));
  return names.filter((name) => wanted.has(name));
}

const usedBy = ({ connections }: Homelab, name: string): readonly string[] =>
  connections.filter(({ client }) => client.machine.name === name).map(({ provider }) => provider.machine.name);
