import { isPrivateDomain } from "../../values/names";
import type { Check } from "../check";

/**
 * Public CAs issue certificates for names in the public DNS only (CA/Browser Forum, Baseline Requirements 7.1.4.2.1).
 */
export const acmeDomain: Check = ({ site: { domain, tls } }) =>
  tls.mode !== "acme" || !isPrivateDomain(domain)
    ? []
    : [
        {
          rule: "acme-domain",
          path: ["tls", "mode"],
          value: tls.mode,
          message: `No public CA issues certificates for names below ${domain}, because it is a private domain.`,
          fix: "Set domain to a domain that you have registered, or set tls.mode to internal.",
        },
      ];
