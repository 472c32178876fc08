import type { Secret } from "./secret";
import type { SecretForm } from "./secret-form";

/**
 * The content of a file. Secrets are in it by name only; the push resolves them in memory, on their way to the machine.
 */
export type Content = string | readonly ContentPiece[];

export type ContentPiece = string | SecretPiece;

/** A secret in the middle of a text, in the form in which it appears there. */
export interface SecretPiece {
  readonly secret: Secret;
  readonly form: SecretForm;
}

/** The secret in the given form. */
export const inForm = (secret: Secret, form: SecretForm): SecretPiece => ({ secret, form });

type Insert = string | number | Secret | Content | SecretPiece;

/**
 * A text with secrets in it: content`password=${secret}`. Any other value is inserted as it is.
 *
 * @throws Error for an undefined value, such as a secret under a key that its service does not have.
 */
export function content(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Content {
  return joined(
    strings.flatMap((text, index) => [
      text,
      ...(index < inserts.length ? piecesOf(present(inserts[index], text)) : []),
    ]),
  );
}

/** Nothing type-checks a user's own file before it runs, and an empty password would be noticed much later. */
function present(insert: Insert | undefined, before: string): Insert {
  if (insert !== undefined && insert !== null) return insert;
  throw new Error(`The value after ${JSON.stringify(before.slice(-40))} in a content is ${String(insert)}.`);
}

/** Joins several contents into one, in their order. */
export const joinedContents = (contents: readonly Content[]): Content => joined(contents.flatMap(piecesOf));

/**
 * A serialized object with secrets in it: `write` puts the result of `hold` where a secret belongs, as a string that
 * any format can quote, and serializes the object.
 */
export function contentOf(write: (hold: (secret: Secret, form?: SecretForm) => string) => string): Content {
  const held: SecretPiece[] = [];
  const text = write((secret, form = "plain") => {
    held.push(inForm(secret, form));
    return placeholder(held.length - 1);
  });
  const parts = text.split(/@homelab-secret-(\d+)@/);
  return joined(parts.map((part, index) => (index % 2 === 0 ? part : (held[Number(part)] as SecretPiece))));
}

const placeholder = (index: number): string => `@homelab-secret-${index}@`;

/** The secrets in a content, in their order, each as often as it appears. */
export const secretsIn = (of: Content): readonly SecretPiece[] =>
  typeof of === "string" ? [] : of.filter((piece) => typeof piece !== "string");

/** The text, with each secret replaced by the result of `replace`. */
export const textOf = (of: Content, replace: (piece: SecretPiece) => string): string =>
  typeof of === "string" ? of : of.map((piece) => (typeof piece === "string" ? piece : replace(piece))).join("");

function piecesOf(insert: Insert): readonly ContentPiece[] {
  if (typeof insert === "string" || typeof insert === "number") return [String(insert)];
  if ("form" in insert) return [insert];
  if ("item" in insert) return [inForm(insert, "plain")];
  return insert;
}

/** A plain string if there is no secret, so that equal contents are equal values. */
function joined(pieces: readonly ContentPiece[]): Content {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join("");
  const merged: ContentPiece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === "string" && typeof last === "string") merged[merged.length - 1] = last + piece;
    else if (piece !== "") merged.push(piece);
  }
  return merged;
}
