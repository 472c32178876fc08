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
  homelab push postgres redis         bring two guests what homelab.yaml and the catalog say
  homelab push --all                  every machine, providers before those who use them, four at once

What is right already is not touched; a second push changes nothing. Files come back as they were when what runs on them
is not healthy. A PVE node also puts them back when nobody can log in any more afterwards.`;

/** What became of a machine; `held` is one that waits for another, which was not pushed. */
type Outcome = ExitCode | "held";

/** `homelab push`, of the bundles that a homelab has. */
export function pushOf(
  bundlesOf: (lab: Homelab) => Iterable<Bundle>,
  sourcesFor: (lab: Homelab, siteFile: string) => Sources = sourcesOf,
) {
  return verb({
    configure: (command) =>
      addSiteOption(command)
        .argument("[name...]", "PVE nodes and guests, by their names in homelab.yaml")
        .option("--all", "every machine that is given something")
        .option("--dry-run", "say what would change, and change nothing")
        .option("--expect <sha256>", "refuse unless this is the digest of what would be pushed (one name)", digest)
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
        `${terminal.err.paint.red(`${name}:`)} not pushed, since it needs what was not pushed either: ${failed.join(", ")}.`,
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
    throw new HomelabError("Either names or --all, not both.", { exitCode: exitCodes.usage });
  if (all !== true && names.length === 0)
    throw new HomelabError("Name machines, or say --all.", { exitCode: exitCodes.usage });
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
  throw new InvalidArgumentError("A SHA-256 has 64 hexadecimal digits.");
}

/** A plan was read and agreed to; what it showed is what is pushed. */
function refuseOther(machines: readonly Machine[], [bundle]: readonly Bundle[], expected: string): void {
  const [machine, ...more] = machines;
  if (machine === undefined || more.length > 0)
    throw new HomelabError("--expect is for one name.", { exitCode: exitCodes.usage });
  const found = bundle === undefined ? "nothing" : bundleDigest(bundle);
  if (found !== expected) {
    throw new HomelabError(
      `${machine.name} would be given something else than was planned: ${found} instead of ${expected}.`,
      {
        fix: `Has homelab.yaml or the catalog changed since? Plan again (cdktf diff ${machine.stack}), read it, and deploy that.`,
      },
    );
  }
}
