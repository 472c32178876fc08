import { parseDocument } from "yaml";
import type { Bundle } from "../../homelab/model";
import { fileText } from "./bundles";

/** An entry of one of Authentik's blueprints, as it is read from its YAML; tags are `{ keyOf }` and `{ env }`. */
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

/** Every blueprint that the sign-on is given, in the order in which they are applied. */
export function blueprintsOf(bundle: Bundle): ReadonlyMap<string, readonly Entry[]> {
  const paths = bundle.files.map(({ path }) => path).filter((path) => path.startsWith(directory));
  return new Map(
    paths.toSorted().map((path) => {
      // As PyYAML reads it.
      const read = parseDocument(fileText(bundle, path), { customTags, version: "1.1" });
      for (const fault of [...read.errors, ...read.warnings]) throw fault;
      return [path.slice(directory.length), (read.toJS() as { readonly entries: readonly Entry[] }).entries];
    }),
  );
}

/** What stands behind each tag of that name below a value. */
export function tagged(value: unknown, name: "keyOf" | "env"): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = (value as Record<string, unknown>)[name];
  if (typeof own === "string") return [own];
  return Object.values(value).flatMap((inner) => tagged(inner, name));
}
