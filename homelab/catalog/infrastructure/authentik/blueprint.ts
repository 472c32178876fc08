import { Scalar, stringify } from "yaml";

/**
 * A value that Authentik finds when it applies a blueprint.
 *
 * @see https://docs.goauthentik.io/customize/blueprints/v1/tags
 */
export interface Tag {
  /** `!KeyOf`: the object of an entry above, by its id. `!Env`: a variable of the program that applies it. */
  readonly tag: "!KeyOf" | "!Env";
  readonly value: string;
}

export type Value = string | number | boolean | null | Tag | readonly Value[] | { readonly [key: string]: Value };

/** One object that a blueprint wants. */
export interface Entry {
  /** Name by which later entries refer to it. */
  readonly id?: string;
  /** `<app>.<model>`, as Authentik's database calls it. */
  readonly model: string;
  /** `present`: its attributes become these. `created`: they are only for a new one. @default "present" */
  readonly state?: "present" | "created" | "absent";
  /** What it is known by. */
  readonly identifiers: { readonly [key: string]: Value };
  readonly attrs?: { readonly [key: string]: Value };
  readonly permissions?: readonly { readonly permission: string; readonly role: Value }[];
}

export const keyOf = (id: string): Tag => ({ tag: "!KeyOf", value: id });
export const env = (variable: string): Tag => ({ tag: "!Env", value: variable });

/**
 * An object of Authentik's own. Without attributes none can be made, so the whole blueprint is refused while it is missing;
 * `!Find` would put nothing in its place and go on.
 */
export const existing = (id: string, model: string, identifiers: Entry["identifiers"]): Entry => ({
  id,
  model,
  state: "created",
  identifiers,
});

/**
 * A blueprint as YAML. Authentik's worker finds it as well; the label keeps it from applying it on its own, without the
 * secrets and out of turn. PyYAML reads YAML 1.1, where more words than in 1.2 are no strings.
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
