import { createHash } from "node:crypto";

/**
 * - `plain`: the value itself.
 * - `sha256`: 64 hexadecimal digits, as Redis takes them behind `#` in an ACL.
 * - `scram-sha-256`: a verifier that PostgreSQL stores as it is (RFC 5803).
 * - `bcrypt`: a hash as AdGuard Home and `htpasswd -B` keep it.
 */
const common = ["plain", "sha256", "scram-sha-256", "bcrypt"] as const;
export type CommonForm = (typeof common)[number];

/**
 * A form that some program keeps a secret in, computed on the deploying machine when a file is pushed. Everything before
 * that, a bundle and its digest for instance, knows it by its name alone: a function that writes anything else, with more
 * rounds say, has another name.
 */
export interface OwnForm {
  readonly name: string;
  /** The text that stands in the file. */
  readonly of: (value: string, secretName: string) => string;
}

/** What a program keeps of a secret: one of the common forms, or one of a catalog file's own (`secretForm`). */
export type SecretForm = CommonForm | OwnForm;

/**
 * Declares a form. It has to be a pure function of the value and the secret's name, `item/field`: what it writes is the same
 * at every push, or each of them would be a change. What needs a salt takes `saltFor`.
 *
 * @throws Error for a name that is no word of small letters, digits and hyphens, or that a common form has.
 */
export function secretForm(name: string, of: OwnForm["of"]): OwnForm {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && !(common as readonly string[]).includes(name)) return { name, of };
  throw new Error(
    `A form of secrets cannot be called ${JSON.stringify(name)}: take small letters, digits and hyphens, and no name of ${common.join(", ")}.`,
  );
}

/** The name of a form, whoever brought it. */
export const formName = (form: SecretForm): string => (typeof form === "string" ? form : form.name);

/**
 * A salt for a secret, always the same one, so that a file does not change with every push. It need not be secret, only
 * another for each secret.
 *
 * @param bytes How many of them, 32 at most.
 */
export const saltFor = (secretName: string, bytes = 16): Uint8Array =>
  createHash("sha256").update(secretName, "utf8").digest().subarray(0, bytes);
