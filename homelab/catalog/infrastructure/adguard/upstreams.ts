import type { Context } from "../../../model";
import { namesAt, type Side } from "./names";
import { houseOnly, reverseZones } from "./zones";

/**
 * Two operators that have nothing to do with each other: a foundation in Zürich and a company in San Francisco. Both refuse
 * names that spread malware.
 */
export const upstreams = ["https://dns.quad9.net/dns-query", "https://security.cloudflare-dns.com/dns-query"] as const;

/** Asked when none of those answers: another port, which a line may let through, and a third operator. */
export const fallbacks = ["tls://dns.quad9.net", "https://unfiltered.adguard-dns.com/dns-query"] as const;

/** By address and unencrypted, for the names of the above alone. */
export const bootstrap = ["9.9.9.9", "149.112.112.112", "1.1.1.1", "1.0.0.1"] as const;

/**
 * What stays in the house, as one line of upstreams for everybody: the homelab's names, names without a dot, and names that
 * no public server knows. Reverse lookups of private addresses have a setting of their own, for PTR, SOA and NS alone;
 * whatever else is asked about them stays as well.
 */
export const everyonesNames = (context: Pick<Context, "site" | "guest" | "service">, side: Side): string =>
  line([context.site.domain, "", ...houseOnly, ...reverseZones], namesAt(context, side));

/** The homelab's names alone, for clients who are on the other side. */
export const othersNames = (context: Pick<Context, "site" | "guest" | "service">, side: Side): string =>
  line([context.site.domain], namesAt(context, side));

const line = (domains: readonly string[], server: string): string => `[/${domains.join("/")}/]${server}`;
