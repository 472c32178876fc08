import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { encodeBase64, hashSync } from "bcryptjs";
import {
  saltFor,
  secretName,
  type CommonForm,
  type Secret,
  type SecretForm,
  type SecretPiece,
} from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import { unfit } from "./generate";
import type { Vault } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** Returns the text that replaces a secret in a file. Values are in memory only. */
export type Values = (piece: SecretPiece) => string;

/** A secret, and the machine that gets it. */
export interface Wanted {
  readonly secret: Secret;
  readonly target: string;
}

/**
 * Reads all secrets from the vault.
 *
 * @throws HomelabError when the vault cannot be used; or with every missing or unusable secret, the machines that need it,
 *   and where to get it.
 */
export async function resolve(vault: Vault, wanted: readonly Wanted[]): Promise<Values> {
  const found = new Map<string, string>();
  const byName = groupBy(wanted, ({ secret }) => secretName(secret));
  const missing = await Promise.all(
    [...byName].map(async ([name, [first, ...more]]) => {
      const value = await vault.read(first.secret);
      if (value !== undefined || first.secret.optional) found.set(name, value ?? "");
      return !found.has(name) ? [{ ...first, targets: [first, ...more].map(({ target }) => target) }] : [];
    }),
  );
  const lines = missing.flat().map(({ secret, targets }) => lineOf(secret, targets));
  refuseUnusable(
    vault,
    lines,
    [...byName.values()].flatMap(([first]) => unusable(first, found)),
  );
  return ({ secret, form }) => {
    const value = found.get(secretName(secret));
    if (value === undefined) throw new Error(`${secretName(secret)} was not read from the vault.`);
    return inItsForm(form, secret.kind === "issued" ? `${value.trimEnd()}\n` : value, secretName(secret));
  };
}

/** @throws HomelabError when a secret is missing or has an invalid value. */
function refuseUnusable({ title }: Vault, missing: readonly string[], bad: readonly string[]): void {
  if (missing.length + bad.length === 0) return;
  const told = [
    ...(missing.length > 0 ? [`The ${title} lacks:`, ...missing.map((line) => `  ${line}`)] : []),
    ...(bad.length > 0 ? [`The ${title} has values that cannot be used:`, ...bad.map((line) => `  ${line}`)] : []),
  ];
  const fixes = [
    ...(missing.length > 0
      ? ["Run homelab secrets create: it makes what can be made here, and says where to get the rest."]
      : []),
    ...(bad.length > 0 ? [unfitFix] : []),
  ];
  throw new HomelabError(told.join("\n"), { fix: fixes.join(" ") });
}

/** The fix for a value that its secret does not allow. */
export const unfitFix = "Run homelab secrets rotate <name> to make a new value, or homelab secrets set <name>.";

function unusable(wanted: Wanted | undefined, found: ReadonlyMap<string, string>): readonly string[] {
  if (wanted === undefined) return [];
  const name = secretName(wanted.secret);
  const why = unfit(wanted.secret, found.get(name) ?? "");
  return why === undefined ? [] : [`${name}: the value ${why}`];
}

function lineOf(secret: Secret, targets: readonly string[]): string {
  const { obtain } = secret;
  return `${secretName(secret)}, for ${[...new Set(targets)].toSorted().join(", ")}${obtain === undefined ? "" : `: ${obtain}`}`;
}

/** The text of a secret with this name (`item/field`) in a form. */
function inItsForm(form: SecretForm, value: string, name: string): string {
  if (typeof form === "string") return forms[form](value, Buffer.from(saltFor(name)));
  return form.of(value, name);
}

const forms: Readonly<Record<CommonForm, (value: string, salt: Buffer) => string>> = {
  plain: (value) => value,
  sha256: (value) => createHash("sha256").update(value).digest("hex"),
  "scram-sha-256": scramVerifier,
  bcrypt: bcryptHash,
};

const iterations = 4096;

/**
 * What PostgreSQL stores for a password (src/common/scram-common.c). The password consists of letters and digits, so it
 * needs no normalization (RFC 4013).
 *
 * @see https://www.rfc-editor.org/rfc/rfc5803
 */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${hmac("Server Key").toString("base64")}`;
}

/**
 * The hash has two to the power of this rounds, a twentieth of a second. A generated password would need fewer.
 */
const bcryptCost = 10;

/** The bcrypt hash of a password. bcrypt uses only the first 72 bytes. The salt has 16 bytes. */
function bcryptHash(password: string, salt: Buffer): string {
  return hashSync(password, `$2b$${bcryptCost}$${encodeBase64(salt, 16)}`);
}
