import { InvalidArgumentError } from "@commander-js/extra-typings";
import { bundleDigest, bundles as allBundles } from "../../homelab/bundle";
import { pushOrder } from "../../homelab/derive";
import { views, type Bundle, type Machine, type Homelab } from "../../homelab/model";
import { pushGuest } from "../../provision/push/guest";
import { pushHost } from "../../provision/push/host";
import type { PushOptions } from "../../provision/push/push";
import type { Shell } from "../../provision/shell/shell";
import { shellsOf, type Shells } from "../../provision/shell/shells";
import { attempt, linesOf } from "../attempt";
import { inOrder } from "../in-order";
import { interruptible } from "../interrupt";
import { loaded } from "../loaded";
import { machinesNamed, watchOf, whoIsAtWork } from "../machines";
import { sourcesOf, suppliesFor, type Sources } from "../supplies";
import type { Terminal } from "../terminal";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes, HomelabError, type ExitCode } from "../../homelab/values/error";

const examples = `
Examples:
  homelab push pve --dry-run          show what would change, line by line
  homelab push postgres redis         push what homelab.yaml and the catalog declare to two guests
  homelab push --all                  every machine, providers before their clients, four at once

A push does not touch what is already correct; a second push changes nothing. When a unit is not healthy with its new files,
the machine restores the old ones. A PVE node also restores them when no login works after the push.`;

/** The outcome for a machine; `held` means that a machine which it depends on was not pushed. */
type Outcome = ExitCode | "held";

/** `homelab push`, with the bundles of a homelab. */
export function pushOf(
  bundlesOf: (lab: Homelab) => Iterable<Bundle>,
  sourcesFor: (lab: Homelab, siteFile: string) => Sources = sourcesOf,
) {
  return verb({
    configure: (command) =>
      addSiteOption(command)
        .argument("[name...]", "PVE nodes and guests, by their names in homelab.yaml")
        .option("--all", "every machine that has a bundle")
        .option("--dry-run", "show what would change, and change nothing")
        .option("--expect <sha256>", "refuse unless the bundle has this digest (one name)", digest)
        .addHelpText("after", examples),
    async run(wish, terminal) {
      const lab = loaded(wish.site, terminal);
      const bundles = new Map([...bundlesOf(lab)].map((bundle) => [bundle.target, bundle]));
      const machines = machinesOf(lab, bundles, wish);
      const given = machines.flatMap(({ name }) => bundles.get(name) ?? []);
      if (wish.expect !== undefined) refuseOther(machines, given, wish.expect);
      const supplies = await suppliesFor(given, sourcesFor(lab, wish.site), terminal.err.line);
      const shells = shellsOf(lab);
      const options = { ...supplies, who: whoIsAtWork(terminal.env), dryRun: wish.dryRun ?? false };
      try {
        return await interruptible(
          terminal.err,
          () => shells.close(),
          () => pushAll(machines, { lab, bundles, shells, options, terminal }),
        );
      } finally {
        await shells.close();
      }
    },
  });
}

export const push = pushOf((lab) => views(lab)(allBundles).values());

interface Scene {
  readonly lab: Homelab;
  readonly bundles: ReadonlyMap<string, Bundle>;
  readonly shells: Shells;
  readonly options: Omit<PushOptions, "report">;
  readonly terminal: Terminal;
}

async function pushAll(machines: readonly Machine[], scene: Scene): Promise<ExitCode> {
  const { lab, options, terminal } = scene;
  const order = views(lab)(pushOrder);
  const names = machines.map(({ name }) => name);
  const width = Math.max(...names.map((name) => name.length));
  const one = (name: string, earlier: ReadonlyMap<string, Outcome>): Promise<Outcome> => {
    const failed = [...earlier].filter(([, outcome]) => outcome !== exitCodes.ok).map(([other]) => other);
    if (failed.length > 0 && options.dryRun !== true) {
      terminal.err.line(
        `${terminal.err.paint.red(`${name}:`)} not pushed, because it depends on machines that were not pushed: ${failed.join(", ")}.`,
      );
      return Promise.resolve("held");
    }
    return attempt(name, terminal, () => pushOne(name, linesOf(name, terminal, width), scene));
  };
  const outcomes = await inOrder(names, (name) => order.get(name) ?? [], one);
  if (names.length > 1) terminal.err.line(summaryOf(outcomes));
  const codes = [...outcomes.values()];
  return ([exitCodes.failed, exitCodes.unreachable] as const).find((code) => codes.includes(code)) ?? exitCodes.ok;
}

async function pushOne(name: string, report: (line: string) => void, scene: Scene): Promise<string> {
  const { lab, bundles, shells, options, terminal } = scene;
  const machine = lab.machines.get(name);
  const bundle = bundles.get(name);
  if (bundle === undefined || machine === undefined) return "nothing to push";
  const shell: Shell = shells.of(machine);
  return machine.kind === "node"
    ? pushHost(shell, bundle, { ...options, report, watch: watchOf(lab, machine, terminal.env) })
    : pushGuest(shell, bundle, { ...options, report });
}

function machinesOf(
  lab: Homelab,
  bundles: ReadonlyMap<string, Bundle>,
  { args: names, all }: { readonly args: readonly string[]; readonly all?: true | undefined },
): readonly Machine[] {
  if (all === true && names.length > 0)
    throw new HomelabError("Give either names or --all, not both.", { exitCode: exitCodes.usage });
  if (all !== true && names.length === 0)
    throw new HomelabError("Name one or more machines, or give --all.", { exitCode: exitCodes.usage });
  return machinesNamed(lab, all ? [...bundles.keys()] : names);
}

function summaryOf(outcomes: ReadonlyMap<string, Outcome>): string {
  const of = (...wanted: readonly Outcome[]): readonly string[] =>
    [...outcomes].filter(([, outcome]) => wanted.includes(outcome)).map(([name]) => name);
  const parts = [
    ["failed", of(exitCodes.failed)],
    ["not reached", of(exitCodes.unreachable)],
    ["not pushed", of("held")],
  ] as const;
  const told = parts.flatMap(([word, names]) => (names.length > 0 ? [`${word}: ${names.join(", ")}`] : []));
  return `${of(exitCodes.ok).length} of ${outcomes.size} machines done${told.map((part) => `; ${part}`).join("")}.`;
}

function digest(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError("A SHA-256 digest has 64 hexadecimal digits.");
}

/** Refuses to push a bundle other than the one in the plan that the user approved. */
function refuseOther(machines: readonly Machine[], [bundle]: readonly Bundle[], expected: string): void {
  const [machine, ...more] = machines;
  if (machine === undefined || more.length > 0)
    throw new HomelabError("--expect takes exactly one name.", { exitCode: exitCodes.usage });
  const found = bundle === undefined ? "nothing" : bundleDigest(bundle);
  if (found !== expected) {
    throw new HomelabError(
      `The bundle of ${machine.name} is not the planned one: its digest is ${found}, the planned one is ${expected}.`,
      {
        fix: `If homelab.yaml or the catalog has changed since, plan again (cdktf diff ${machine.stack}), read the plan, and deploy it.`,
      },
    );
  }
}
