import type { Check } from "../check";

/** Certificates are valid longer than their renewal window: otherwise every check would issue a new one. */
export const renewalWindow: Check = ({ site: { tls } }) =>
  tls.renewalDays < tls.certificateDays
    ? []
    : [
        {
          rule: "renewal-window",
          path: ["tls", "renewalDays"],
          value: String(tls.renewalDays),
          message: `Certificates are valid for ${tls.certificateDays} days and are renewed ${tls.renewalDays} days before they expire: each would be due for renewal on its first day.`,
          fix: "Set tls.renewalDays to less than tls.certificateDays; a third of it is usual.",
        },
      ];
