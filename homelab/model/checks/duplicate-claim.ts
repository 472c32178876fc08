import type { Check } from ".";
import { declarationOf, newcomer } from "./declaration";
import { duplicates } from "./duplicates";

/** What only one client may have is claimed once; what is shared is stated as shared by all who share it. */
export const duplicateClaim: Check = ({ connections }) => {
  const claims = connections.flatMap(({ consumer, contract, use, key }) =>
    (contract.claims?.(use.request) ?? []).map((claim) => ({ claim, service: consumer.service, key })),
  );
  return duplicates(claims, ({ claim }) => claim.of).flatMap(([of, ...group]) => {
    const services = [...new Set(group.map(({ service }) => service))];
    const exclusive = group.find(({ claim }) => !claim.shared);
    if (services.length < 2 || exclusive === undefined) return [];
    return [
      {
        rule: "duplicate-claim",
        ...declarationOf(newcomer(group).service),
        message: `The ${of} is used by ${services.map(({ name }) => name).join(" and ")}, but ${exclusive.service.name} wants it for itself.`,
        fix: "Give one of them another, or state it as shared in every service that uses it.",
      },
    ];
  });
};
