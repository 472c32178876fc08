import { Scalar, stringify } from "yaml";

/**
 * A value that Authentik looks up when it applies a blueprint.
 *
 * @see https://docs.goauthentik.io/customize/blueprints/v1/tags
 */
export interface Tag {
  /** `!KeyOf`: the object of an entry above, by its id. `!Env`: a variable of the program that applies it. */
  readonly tag: "!KeyOf" | "!Env";
  readonly value: string;
}

export type Value = string | number | boolean | null | Tag | readonly Value[] | { readonly [key: string]: Value };

/** One object that a blueprint declares. */
export interface Entry {
  /** Name by which later entries refer to it. */
  readonly id?: string;
  /** `<app>.<model>`, as Authentik's database calls it. */
  readonly model: string;
  /** `present`: sets these attributes. `created`: sets them only on a new object. @default "present" */
  readonly state?: "present" | "created" | "absent";
  /** Attributes that identify the object. */
  readonly identifiers: { readonly [key: string]: Value };
  readonly attrs?: { readonly [key: string]: Value };
  readonly permissions?: readonly { readonly permission: string; readonly role: Value }[];
}

export const keyOf = (id: string): Tag => ({ tag: "!KeyOf", value: id });
export const env = (variable: string): Tag => ({ tag: "!Env", value: variable });

/**
 * An object that Authentik creates itself. The entry has no attributes and so cannot create it: Authentik refuses the
 * whole blueprint while the object is missing. `!Find` would insert nothing and continue.
 */
export const existing = (id: string, model: string, identifiers: Entry["identifiers"]): Entry => ({
  id,
  model,
  state: "created",
  identifiers,
});

/**
 * A blueprint as YAML. Authentik's worker finds it too; the label keeps the worker from applying it by itself, without
 * the secrets and out of order. PyYAML reads YAML 1.1, where fewer words than in 1.2 are strings.
 */
export function blueprint(name: string, entries: readonly Entry[]): string {
  const document = {
    version: 1,
    metadata: { name: `Homelab - ${name}`, labels: { "blueprints.goauthentik.io/instantiate": "false" } },
    entries: entries.map(nodeOf),
  };
  return stringify(document, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}

const isTag = (value: object): value is Tag => "tag" in value && "value" in value;

function nodeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(nodeOf);
  if (!isTag(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nodeOf(inner)]));
  const node = new Scalar(value.value);
  node.tag = value.tag;
  return node;
}
