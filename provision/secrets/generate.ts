import { randomBytes, randomInt } from "node:crypto";
import type { Secret } from "../../homelab/model";

const digits = "0123456789";
const small = "abcdefghijklmnopqrstuvwxyz";
const alphabets = { alphanumeric: `${digits}${small}${small.toUpperCase()}`, hex: `${digits}abcdef` } as const;

/** A value for a generated secret; every character of its alphabet is equally likely. */
export function generateValue({ length = 32, alphabet = "alphanumeric" }: Secret): string {
  const characters = alphabets[alphabet];
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join("");
}

/**
 * Why a value is not allowed for a secret; undefined when it is. The answer never contains the value. A generated
 * secret appears inside scripts, URLs and JSON, and an alias may lead to a value that a person has made.
 */
export function unfit({ kind, alphabet = "alphanumeric" }: Secret, value: string): string | undefined {
  const characters = new RegExp(`^[${alphabets[alphabet]}]*$`);
  if (kind !== "generated" || characters.test(value)) return undefined;
  return alphabet === "hex" ? "may contain only the characters 0-9 and a-f" : "may contain only letters and digits";
}

/**
 * Serial number of a certificate: 16 bytes in hexadecimal, the first bit not set.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2
 */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString("hex");
}
