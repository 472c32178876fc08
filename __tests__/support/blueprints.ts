import { parseDocument } from "yaml";
import type { Bundle } from "../../homelab/model";
import { fileText } from "./bundles";

/** An entry of a blueprint of Authentik, parsed from its YAML; tags become `{ keyOf }` and `{ env }`. */
export interface Entry {
  readonly id?: string;
  readonly model: string;
  readonly state?: string;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly permissions?: readonly { readonly permission: string; readonly role: unknown }[];
}

const customTags = [
  { tag: "!KeyOf", resolve: (keyOf: string) => ({ keyOf }) },
  { tag: "!Env", resolve: (env: string) => ({ env }) },
];

const directory = "/etc/homelab/authentik/blueprints/";

/** Every blueprint of the sign-on, in the order in which Authentik applies them. */
export function blueprintsOf(bundle: Bundle): ReadonlyMap<string, readonly Entry[]> {
  const paths = bundle.files.map(({ path }) => path).filter((path) => path.startsWith(directory));
  return new Map(
    paths.toSorted().map((path) => {
      // The same YAML version as PyYAML.
      const read = parseDocument(fileText(bundle, path), { customTags, version: "1.1" });
      for (const fault of [...read.errors, ...read.warnings]) throw fault;
      return [path.slice(directory.length), (read.toJS() as { readonly entries: readonly Entry[] }).entries];
    }),
  );
}

/** The content of each tag with that name below a value. */
export function tagged(value: unknown, name: "keyOf" | "env"): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = (value as Record<string, unknown>)[name];
  if (typeof own === "string") return [own];
  return Object.values(value).flatMap((inner) => tagged(inner, name));
}
