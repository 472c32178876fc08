import type { Machine } from "./machine";
import { issued, type Secret } from "./secret";

/** The private certificate authority; whoever speaks TLS to a guest trusts its certificate. */
export const ca = {
  certificate: issued("ca", "certificate", "certificate of the private authority"),
  key: issued("ca", "key", "key of the private authority, which signs all others"),
} as const;

/** A guest that serves TLS has one certificate, for all of its services, and its key. */
export interface Leaf {
  readonly certificate: Secret;
  readonly key: Secret;
}

/** The leaf of a guest. What names it bears, the view `certificates` says. */
export const leafOf = ({ name }: Pick<Machine, "name">): Leaf => ({
  certificate: issued(`tls-${name}`, "certificate", `certificate of ${name}`),
  key: issued(`tls-${name}`, "key", `key of the certificate of ${name}`),
});

/** Where the base layer puts the authority's certificate on a guest, for programs that do not read the system's list. */
export const caFile = "/usr/local/share/ca-certificates/homelab.crt";
