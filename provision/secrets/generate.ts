import { randomBytes, randomInt } from "node:crypto";
import type { Secret } from "../../homelab/model";

const digits = "0123456789";
const small = "abcdefghijklmnopqrstuvwxyz";
const alphabets = { alphanumeric: `${digits}${small}${small.toUpperCase()}`, hex: `${digits}abcdef` } as const;

/** A value for a generated secret; every character of its alphabet is as likely as any other. */
export function generateValue({ length = 32, alphabet = "alphanumeric" }: Secret): string {
  const characters = alphabets[alphabet];
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join("");
}

/**
 * Why a value cannot be that of a secret, of which nothing is repeated; undefined when it can. A generated one stands in the
 * middle of scripts, URLs and JSON, wherever it came from: aliases lead to values that people made.
 */
export function unfit({ kind, alphabet = "alphanumeric" }: Secret, value: string): string | undefined {
  const characters = new RegExp(`^[${alphabets[alphabet]}]*$`);
  if (kind !== "generated" || characters.test(value)) return undefined;
  return alphabet === "hex" ? "may hold the digits 0-9 and a-f only" : "may hold letters and digits only";
}

/**
 * Serial number of a certificate: 16 bytes in hexadecimal, of which the first bit is not set.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2
 */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString("hex");
}
