import { tmpdir } from "node:os";
import { App, Testing } from "cdktf";
import { withoutTraces } from "../../cli/synthesize";
import { bundleDigest, bundles } from "../../homelab/bundle";
import { views, type Bundle, type Homelab } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import { buildStacks } from "../../stacks";
import { textsOf } from "./machines";
import { inOrder, yamlText } from "./yaml";

type Resource = Readonly<Record<string, unknown>>;

/** One resource of a stack: its address in Terraform and what it says. */
interface Placed {
  readonly type: string;
  readonly name: string;
  readonly body: Resource;
}

/** Terraform JSON of one stack, without its resources. */
interface Synthesized {
  readonly stack: string;
  readonly rest: Resource;
  readonly resources: readonly Placed[];
}

/**
 * Each stack in a directory of its name: its settings, and its resources, several to a file. What a machine is given by a
 * push is left to that machine's files, as long as the push brings just that.
 */
export function stackFiles(lab: Homelab): readonly (readonly [path: string, text: string])[] {
  const given = givenBy(lab);
  return withoutTraces(() => synthesized(lab)).flatMap(({ stack, rest, resources }) => {
    const parts = groupBy(resources, (resource) => partOf(stack, resource));
    return [
      [`stacks/${stack}/stack.yaml`, yamlText(inOrder(rest))] as const,
      ...[...parts].map(([part, all]) => [`stacks/${stack}/${part}.yaml`, resourcesText(all, given)] as const),
    ];
  });
}

const addressOf = ({ type, name }: Placed): string => `${type}.${name}`;

/** The stack of the hosts has many things of each kind; in the others, what belongs to one guest or app has its name. */
const partOf = (stack: string, { type, name }: Placed): string =>
  stack === "host" ? type.replace(/^proxmox_(virtual_environment_)?/, "") : name.replace(/^push_/, "");

function synthesized(lab: Homelab): readonly Synthesized[] {
  // An app wants a directory that is there, and writes nothing to it before it is synthesized as a whole.
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  return buildStacks(app, lab).map((stack) => {
    const { resource: types = {}, ...rest } = JSON.parse(Testing.synth(stack, true)) as {
      readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
    };
    const resources = Object.entries(types)
      .flatMap(([type, named]) => Object.entries(named).map(([name, body]) => ({ type, name, body })))
      .toSorted((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
    return { stack: stack.node.id, rest, resources };
  });
}

/** What a push brings a machine, as a plan shows it. */
interface Given {
  readonly machine: string;
  readonly digest: string;
  /** Files by their paths, and the rest of the bundle as `manifest`. */
  readonly triggers: Readonly<Record<string, string>>;
}

const givenBy = (lab: Homelab): readonly Given[] =>
  [...views(lab)(bundles).values()].map((bundle) => ({
    machine: bundle.target,
    digest: bundleDigest(bundle),
    triggers: triggersOf(lab, bundle),
  }));

function triggersOf(lab: Homelab, bundle: Bundle): Readonly<Record<string, string>> {
  const { files, ...rest } = bundle;
  const manifest = JSON.stringify({ ...rest, files: files.map(({ content: _, ...file }) => file) }, null, 2);
  return Object.fromEntries(
    [...textsOf(lab, bundle), ["manifest", manifest] as const].map(([key, text]) => [key, plain(text)]),
  );
}

/** Terraform would read `${` and `%{` as the beginning of an expression. */
const plain = (text: string): string => text.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);

function resourcesText(resources: readonly Placed[], given: readonly Given[]): string {
  return yamlText(
    Object.fromEntries(resources.map((resource) => [addressOf(resource), inOrder(shortened(resource, given))])),
  );
}

/** In commands, digests of bundles give way to words, and so does what a push brings: both are golden with their machine. */
function shortened({ type, name, body }: Placed, given: readonly Given[]): unknown {
  if (type !== "null_resource") return body;
  const own = given.find(({ machine }) => name === `push_${machine}`);
  const shown = own === undefined ? body : { ...body, triggers: withoutGiven(body["triggers"], own) };
  return given.reduce<unknown>(
    (value, { machine, digest }) => replaced(value, digest, `<digest of ${machine}>`),
    shown,
  );
}

function withoutGiven(triggers: unknown, { machine, triggers: given }: Given): unknown {
  const all = (triggers ?? {}) as Readonly<Record<string, unknown>>;
  if (Object.entries(given).some(([key, text]) => all[key] !== text)) return all;
  const others = Object.entries(all).filter(([key]) => !Object.hasOwn(given, key));
  return { given: `<all of ${machine}>`, ...Object.fromEntries(others) };
}

function replaced(value: unknown, text: string, by: string): unknown {
  if (typeof value === "string") return value.replaceAll(text, by);
  if (Array.isArray(value)) return value.map((each) => replaced(each, text, by));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, text, by)]));
}
