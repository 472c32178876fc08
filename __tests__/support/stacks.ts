import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { catalogOf } from "../../homelab/catalog";
import { declaredHomelab } from "../../homelab/checks";
import { type Homelab, type StackName } from "../../homelab/model";
import { parseSite } from "../../homelab/site";
import { buildStacks } from "../../stacks";
import type { JsonObject } from "./provider-schema-types";

const root = join(__dirname, "..", "..");

/** The homelab of the shipped homelab.yaml, with more lines at its end, or with texts replaced. */
export function shippedHomelab(changes: Readonly<Record<string, string>> = {}, more = ""): Homelab {
  const shipped = readFileSync(join(root, "__tests__", "sites", "shipped.yaml"), "utf8");
  const text = Object.entries(changes).reduce((old, [from, to]) => {
    if (!old.includes(from)) throw new Error(`homelab.yaml does not contain ${from}`);
    return old.replace(from, to);
  }, shipped);
  return homelabOf(text + more);
}

/** The homelab of the minimal homelab.yaml with more lines at its end. */
export function minimalHomelab(more = ""): Homelab {
  return homelabOf(readFileSync(join(root, "__tests__", "sites", "minimal.yaml"), "utf8") + more);
}

/** Lines of a homelab.yaml in which a router owns every gateway. */
export const externalUplink = [
  "uplink: { mode: external }",
  "networks:",
  ...["management", "database", "infrastructure", "apps"].map((name) => `  ${name}: { bridge: vmbr0 }`),
  "",
].join("\n");

const homelabs = new Map<string, Homelab>();

/** Homelabs never change, so tests share the one of each text, with its views. */
function homelabOf(text: string): Homelab {
  const lab = homelabs.get(text) ?? readHomelab(text);
  homelabs.set(text, lab);
  return lab;
}

function readHomelab(text: string): Homelab {
  const { site } = parseSite("homelab.yaml", text);
  const { lab, problems } = declaredHomelab(site, catalogOf(site));
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return lab;
}

export type StackDocuments = Readonly<Record<StackName, JsonObject>>;

const synthesized = new WeakMap<Homelab, StackDocuments>();

/**
 * Terraform JSON of every stack, with CDKTF's own validations on; only those that are looked at are synthesized, once for
 * each homelab.
 */
export function stackDocuments(lab: Homelab): StackDocuments {
  const documents = synthesized.get(lab) ?? synthesizedOf(lab);
  synthesized.set(lab, documents);
  return documents;
}

function synthesizedOf(lab: Homelab): StackDocuments {
  const documents: Record<string, JsonObject> = {};
  for (const stack of buildStacks(Testing.app({ stackTraces: false }), lab)) {
    const get = (): JsonObject => JSON.parse(Testing.synth(stack, true)) as JsonObject;
    Object.defineProperty(documents, stack.node.id, { enumerable: true, get: once(get) });
  }
  return documents as StackDocuments;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Every resource of a stack: its address and body. */
export function resourcesOf(document: JsonObject): readonly (readonly [string, JsonObject])[] {
  const types = (document["resource"] ?? {}) as Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => [`${type}.${name}`, body] as const),
  );
}
