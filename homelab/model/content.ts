import type { Secret } from "./secret";
import type { SecretForm } from "./secret-form";

/** What a file holds. Secrets stand in it by name; they are resolved in memory, on the way into the machine. */
export type Content = string | readonly ContentPiece[];

export type ContentPiece = string | SecretPiece;

/** A secret in the middle of a text, or what a server keeps instead of it. */
export interface SecretPiece {
  readonly secret: Secret;
  readonly form: SecretForm;
}

/** The secret in another form than its own. */
export const inForm = (secret: Secret, form: SecretForm): SecretPiece => ({ secret, form });

type Insert = string | number | Secret | Content | SecretPiece;

/**
 * A text with secrets in it: content`password=${secret}`. Whatever else is put in stands there as it is.
 *
 * @throws Error at something undefined, such as a secret under a name that its service does not have.
 */
export function content(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Content {
  return joined(
    strings.flatMap((text, index) => [
      text,
      ...(index < inserts.length ? piecesOf(present(inserts[index], text)) : []),
    ]),
  );
}

/** Nothing type-checks a user's own file before it is run, and an empty password would be found much later. */
function present(insert: Insert | undefined, before: string): Insert {
  if (insert !== undefined && insert !== null) return insert;
  throw new Error(`What is put into a content after ${JSON.stringify(before.slice(-40))} is ${String(insert)}.`);
}

/** One content of several, one after the other. */
export const joinedContents = (contents: readonly Content[]): Content => joined(contents.flatMap(piecesOf));

/**
 * A serialized object with secrets in it: `write` puts what `hold` answers where the secret shall stand, as a string that
 * any format quotes, and serializes.
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

/** The secrets in a content, in their order, each as often as it stands there. */
export const secretsIn = (of: Content): readonly SecretPiece[] =>
  typeof of === "string" ? [] : of.filter((piece) => typeof piece !== "string");

/** The text, with each secret as `replace` has it. */
export const textOf = (of: Content, replace: (piece: SecretPiece) => string): string =>
  typeof of === "string" ? of : of.map((piece) => (typeof piece === "string" ? piece : replace(piece))).join("");

function piecesOf(insert: Insert): readonly ContentPiece[] {
  if (typeof insert === "string" || typeof insert === "number") return [String(insert)];
  if ("form" in insert) return [insert];
  if ("item" in insert) return [inForm(insert, "plain")];
  return insert;
}

/** A plain string where there is no secret, so that equal contents are equal values. */
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
