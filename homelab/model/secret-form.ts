import { createHash } from "node:crypto";

/**
 * - `plain`: the value itself.
 * - `sha256`: 64 hexadecimal digits, as Redis expects them after `#` in an ACL.
 * - `scram-sha-256`: a verifier that PostgreSQL stores unchanged (RFC 5803).
 * - `bcrypt`: a hash as AdGuard Home and `htpasswd -B` store it.
 */
const common = ["plain", "sha256", "scram-sha-256", "bcrypt"] as const;
export type CommonForm = (typeof common)[number];

/**
 * A form in which a program stores a secret. The deploying machine computes it when it pushes a file. Before that, for
 * instance in a bundle and its digest, only the name of the form appears: a function with another result, for instance
 * with more rounds, needs another name.
 */
export interface OwnForm {
  readonly name: string;
  /** The text in the file. */
  readonly of: (value: string, secretName: string) => string;
}

/**
 * The form in which a program stores a secret: one of the common forms, or one that a catalog file declares
 * (`secretForm`).
 */
export type SecretForm = CommonForm | OwnForm;

/**
 * Declares a form. `of` must be a pure function of the value and the secret's name, `item/field`: with another result
 * at each push, every push would be a change. A form that needs a salt uses `saltFor`.
 *
 * @throws Error for a name that is not made of lower-case letters, digits and hyphens, or that a common form has.
 */
export function secretForm(name: string, of: OwnForm["of"]): OwnForm {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && !(common as readonly string[]).includes(name)) return { name, of };
  throw new Error(
    `A form of secrets cannot be named ${JSON.stringify(name)}: use lower-case letters, digits and hyphens, and none of the names ${common.join(", ")}.`,
  );
}

/** The name of a form, common or declared. */
export const formName = (form: SecretForm): string => (typeof form === "string" ? form : form.name);

/**
 * The salt for a secret: always the same one, so that a file does not change with every push. It need not be secret,
 * only different for each secret.
 *
 * @param bytes Number of bytes, at most 32.
 */
export const saltFor = (secretName: string, bytes = 16): Uint8Array =>
  createHash("sha256").update(secretName, "utf8").digest().subarray(0, bytes);
