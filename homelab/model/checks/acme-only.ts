import type { Check } from ".";

/** Whoever writes these means Let's Encrypt, and would wait for its certificates in vain. */
const keys = ["email", "dnsProvider", "dnsCredentials"] as const;

/** Keys of mode `acme` do nothing in mode `internal`. */
export const acmeOnly: Check = ({ site: { tls } }) =>
  tls.mode === "acme"
    ? []
    : keys
        .filter((key) => tls[key] !== undefined)
        .map((key) => ({
          rule: "acme-only",
          path: ["tls", key],
          value: String(tls[key]),
          message: `tls.${key} does nothing: with tls.mode ${tls.mode} certificates come from the private CA.`,
          fix: `Set tls.mode to acme, or leave ${key} out.`,
          severity: "warning" as const,
        }));
