import type { Context } from "../../../model";
import { namesAt, type Side } from "./names";
import { houseOnly, reverseZones } from "./zones";

/**
 * Two independent operators: a foundation in Zürich and a company in San Francisco. Both block names that spread
 * malware.
 */
export const upstreams = ["https://dns.quad9.net/dns-query", "https://security.cloudflare-dns.com/dns-query"] as const;

/** Used when neither of those answers: another port, which the connection may let through, and a third operator. */
export const fallbacks = ["tls://dns.quad9.net", "https://unfiltered.adguard-dns.com/dns-query"] as const;

/** Plain DNS by address, only to resolve the names of the servers above. */
export const bootstrap = ["9.9.9.9", "149.112.112.112", "1.1.1.1", "1.0.0.1"] as const;

/**
 * Upstream line, the same for everybody, for queries that stay in the house: the homelab's names, names without a dot,
 * and names that no public server has. Reverse lookups of private addresses have a separate setting, but only for PTR,
 * SOA and NS; this line also keeps their other types in the house.
 */
export const everyonesNames = (context: Pick<Context, "site" | "guest" | "service">, side: Side): string =>
  line([context.site.domain, "", ...houseOnly, ...reverseZones], namesAt(context, side));

/** Upstream line for the homelab's names only, for clients on the other side. */
export const othersNames = (context: Pick<Context, "site" | "guest" | "service">, side: Side): string =>
  line([context.site.domain], namesAt(context, side));

const line = (domains: readonly string[], server: string): string => `[/${domains.join("/")}/]${server}`;
