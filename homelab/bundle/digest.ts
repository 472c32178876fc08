import { createHash } from "node:crypto";
import type { Bundle } from "../model";

/**
 * SHA-256 of everything that a bundle says, in hexadecimal digits: the same on every machine. A plan shows it, and a push
 * refuses to bring anything else. Of vendors' files it covers where they come from, not their bytes: for those the vendor's
 * checksums vouch, or HTTPS alone, as for keys of repositories.
 */
export function bundleDigest(bundle: Bundle): string {
  return textDigest(canonical(bundle));
}

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The same bytes for the same value, whatever the order in which its keys were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
