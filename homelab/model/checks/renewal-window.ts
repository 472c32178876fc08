import type { Check } from ".";

/**
 * A certificate that is due from its first day on would be issued anew each time that somebody looks. A window of a third
 * leaves time for more than one attempt, and a certificate does not spend most of its life waiting to be replaced.
 */
export const renewalWindow: Check = ({ site: { tls } }) => {
  const advised = Math.floor(tls.certificateDays / 3);
  if (tls.renewalDays <= advised) return [];
  const isPossible = tls.renewalDays < tls.certificateDays;
  const lasting = tls.certificateDays - tls.renewalDays;
  const due = isPossible ? `after ${lasting} ${lasting === 1 ? "day" : "days"} already` : "on its first day";
  return [
    {
      rule: "renewal-window",
      path: ["tls", "renewalDays"],
      value: String(tls.renewalDays),
      message: `Certificates last ${tls.certificateDays} days, and are to be renewed ${tls.renewalDays} days before they end: each would be due ${due}.`,
      fix: `Set tls.renewalDays to ${advised} or less, a third of tls.certificateDays.`,
      ...(isPossible && { severity: "warning" as const }),
    },
  ];
};
