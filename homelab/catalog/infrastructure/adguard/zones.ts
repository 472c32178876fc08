/**
 * Names below these exist in no public zone, so a query for one would only tell strangers what people look up here:
 * mDNS (RFC 6762), homes (RFC 8375), ICANN's name for private use, suffixes that routers often append, and names that
 * must never be public (RFC 6761, RFC 7686).
 */
export const houseOnly: readonly string[] = [
  "local",
  "home.arpa",
  "internal",
  "lan",
  "home",
  "corp",
  "intranet",
  "localdomain",
  "test",
  "invalid",
  "onion",
];

/** Reverse zones of private addresses (RFC 1918). */
export const reverseZones: readonly string[] = [
  "10",
  ...Array.from({ length: 16 }, (_, index) => `${16 + index}.172`),
  "168.192",
].map((octets) => `${octets}.in-addr.arpa`);
