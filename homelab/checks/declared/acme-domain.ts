import { isPrivateDomain } from "../../values/names";
import type { Check } from "../check";

/** Public authorities sign for names of the public DNS only (CA/Browser Forum, Baseline Requirements 7.1.4.2.1). */
export const acmeDomain: Check = ({ site: { domain, tls } }) =>
  tls.mode !== "acme" || !isPrivateDomain(domain)
    ? []
    : [
        {
          rule: "acme-domain",
          path: ["tls", "mode"],
          value: tls.mode,
          message: `Nobody may sign certificates for names below ${domain}, which is a private domain.`,
          fix: "Set domain to one that you have registered, or tls.mode to internal.",
        },
      ];
