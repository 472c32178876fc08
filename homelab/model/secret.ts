/**
 * A secret is only ever named here, never held: the vault resolves it at the last moment, on its way into a guest.
 * A generated one consists of letters and digits, so that it may stand inline in any file format; an external one
 * (brought by the user) may hold anything and is only offered as the whole content of a file. An issued one is a key or a
 * certificate of the private authority, in PEM: lines of text, of which a file may hold several.
 */
export interface Secret {
  readonly kind: "generated" | "external" | "issued";
  /** Item of the vault, for instance `postgres`. */
  readonly item: string;
  /** Field of the item, for instance `password`. */
  readonly field: string;
  /** What it is for, one phrase. */
  readonly purpose: string;
  /** Generated only: how many characters, and from which alphabet. */
  readonly length?: number;
  readonly alphabet?: "alphanumeric" | "hex";
  /** Generated only: why it is never changed, one sentence. */
  readonly keep?: string;
  /** External only: where the user gets it, one sentence. */
  readonly obtain?: string;
  /** External only: works without as well; then its file is empty. */
  readonly optional?: true;
}

/** How a generated secret looks. */
export interface GeneratedOptions {
  /** @default 32 */
  readonly length?: number;
  /** @default "alphanumeric" */
  readonly alphabet?: "alphanumeric" | "hex";
  /** Why it is never changed: what was encrypted with it would be lost. */
  readonly keep?: string;
}

/** A secret that `homelab secrets create` makes: letters and digits, 32 characters unless told otherwise. */
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

/** A secret that the user brings, with a sentence on where to get it. */
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
 * The reference that stands for the secret in every artifact: `op://<vault>/<item>/<field>`.
 * `aliases` maps our own name to the user's (`secrets.items` of homelab.yaml).
 */
export function secretReference(
  secret: Pick<Secret, "item" | "field">,
  vault: string,
  aliases: Readonly<Record<string, string>> = {},
): string {
  const name = secretName(secret);
  return `op://${vault}/${aliases[name] ?? name}`;
}
