import type { Machine } from "./machine";
import { issued, type Secret } from "./secret";

/** The private CA; clients that connect to a guest over TLS trust its certificate. */
export const ca = {
  certificate: issued("ca", "certificate", "certificate of the private CA"),
  key: issued("ca", "key", "key of the private CA, which signs all other certificates"),
} as const;

/** The certificate that a guest uses for all of its services, and its key. */
export interface Leaf {
  readonly certificate: Secret;
  readonly key: Secret;
}

/** The leaf of a machine. The view `certificates` lists the names in it. */
export const leafOf = ({ name }: Pick<Machine, "name">): Leaf => ({
  certificate: issued(`tls-${name}`, "certificate", `certificate of ${name}`),
  key: issued(`tls-${name}`, "key", `key of the certificate of ${name}`),
});

/** Where the base layer puts the CA's certificate on a guest, for programs that do not use the system's trust store. */
export const caFile = "/usr/local/share/ca-certificates/homelab.crt";
