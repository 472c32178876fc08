import type { Check } from "../check";

/** A certificate that is due from its first day on would be issued anew each time that somebody looks. */
export const renewalWindow: Check = ({ site: { tls } }) =>
  tls.renewalDays < tls.certificateDays
    ? []
    : [
        {
          rule: "renewal-window",
          path: ["tls", "renewalDays"],
          value: String(tls.renewalDays),
          message: `Certificates last ${tls.certificateDays} days, and are to be renewed ${tls.renewalDays} days before they end: each would be due on its first day.`,
          fix: "Set tls.renewalDays to less than tls.certificateDays; a third of it is usual.",
        },
      ];
