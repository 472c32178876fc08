/**
 * The name of a secret, never its value: the push reads the value from the vault at the last moment, on its way to a
 * machine. A generated secret consists of letters and digits, so it may appear inline in any file format. An external
 * secret (from the user) may contain anything and is always the whole content of a file. An issued secret is a key or a
 * certificate of the private CA in PEM: lines of text, and a file may contain several.
 */
export interface Secret {
  readonly kind: "generated" | "external" | "issued";
  /** Item of the vault, for instance `postgres`. */
  readonly item: string;
  /** Field of the item, for instance `password`. */
  readonly field: string;
  /** What it is for, as a phrase. */
  readonly purpose: string;
  /** Generated only: number of characters. */
  readonly length?: number;
  readonly alphabet?: "alphanumeric" | "hex";
  /** Generated only: why it is never changed, as a sentence. */
  readonly keep?: string;
  /** External only: where the user gets it, as a sentence. */
  readonly obtain?: string;
  /** External only: the service works without it, and its file is then empty. */
  readonly optional?: true;
}

/** Properties of a generated secret. */
export interface GeneratedOptions {
  /** @default 32 */
  readonly length?: number;
  /** @default "alphanumeric" */
  readonly alphabet?: "alphanumeric" | "hex";
  /** Why it is never changed, for instance because data encrypted with it would be lost. */
  readonly keep?: string;
}

/** A secret that `homelab secrets create` makes: letters and digits, 32 characters by default. */
export function generated(item: string, field: string, purpose: string, options: GeneratedOptions = {}): Secret {
  return {
    kind: "generated",
    item,
    field,
    purpose,
    length: options.length ?? 32,
    alphabet: options.alphabet ?? "alphanumeric",
    ...(options.keep !== undefined && { keep: options.keep }),
  };
}

/** A secret that the user provides; `obtain` says where to get it. */
export function external(
  item: string,
  field: string,
  purpose: string,
  obtain: string,
  options: Pick<Secret, "optional"> = {},
): Secret {
  return { kind: "external", item, field, purpose, obtain, ...options };
}

/** A key or certificate that `homelab secrets certificates` issues and renews. */
export function issued(item: string, field: "certificate" | "key", purpose: string): Secret {
  return { kind: "issued", item, field, purpose };
}

/** `item/field`, the name of a secret inside the vault and its key in every index. */
export function secretName(secret: Pick<Secret, "item" | "field">): string {
  return `${secret.item}/${secret.field}`;
}

/**
 * The reference that replaces the secret in every artifact: `op://<vault>/<item>/<field>`.
 * `aliases` maps the project's name to the user's (`secrets.items` in homelab.yaml).
 */
export function secretReference(
  secret: Pick<Secret, "item" | "field">,
  vault: string,
  aliases: Readonly<Record<string, string>> = {},
): string {
  const name = secretName(secret);
  return `op://${vault}/${aliases[name] ?? name}`;
}
