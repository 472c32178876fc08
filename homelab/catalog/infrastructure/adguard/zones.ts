/**
 * Names below these exist in no public zone, so a query for one would only tell strangers what is asked here: mDNS
 * (RFC 6762), homes (RFC 8375), ICANN's name for private use, and what routers like to append.
 */
export const houseOnly: readonly string[] = ["local", "home.arpa", "internal", "lan", "home", "corp", "intranet"];

/** Reverse zones of private addresses (RFC 1918). */
export const reverseZones: readonly string[] = [
  "10",
  ...Array.from({ length: 16 }, (_, index) => `${16 + index}.172`),
  "168.192",
].map((octets) => `${octets}.in-addr.arpa`);
