import { createHash } from "node:crypto";
import type { Bundle } from "../model";

/**
 * SHA-256 of a bundle, in hexadecimal digits; the same wherever it is computed. A plan shows it, and a push refuses a
 * bundle with another digest. It covers the URLs of vendors' files, not their bytes: those are verified by the vendor's
 * checksums or, as for keys of repositories, only by HTTPS.
 */
export function bundleDigest(bundle: Bundle): string {
  return textDigest(canonical(bundle));
}

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The same bytes for the same value, regardless of the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
