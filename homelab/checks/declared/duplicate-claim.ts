import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** What only one client may have is claimed once; what is shared is stated as shared by all who share it. */
export const duplicateClaim: Check = ({ connections }) => {
  const claims = connections.flatMap(({ consumer, contract, use, key }) =>
    (contract.claims?.(use.request) ?? []).map((claim) => ({ claim, consumer, service: consumer.service, key })),
  );
  return duplicates(claims, ({ claim }) => claim.of).flatMap(([of, ...group]) => {
    const consumers = [...new Set(group.map(({ consumer }) => consumer.id))];
    const exclusive = group.find(({ claim }) => !claim.shared);
    if (consumers.length < 2 || exclusive === undefined) return [];
    return [
      {
        rule: "duplicate-claim",
        ...declarationOf(newcomer(group).service),
        message: `The ${of} is used by ${consumers.join(" and ")}, but ${exclusive.service.name} wants it for itself.`,
        fix: "Give one of them another, or state it as shared in every service that uses it.",
      },
    ];
  });
};
