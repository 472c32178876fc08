import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** Only one client claims what is exclusive; what several clients share, each of them declares as shared. */
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
        message: `${consumers.join(" and ")} use the same ${of}, but ${exclusive.service.name} requires it exclusively.`,
        fix: "Let one of them use another, or declare it as shared in every service that uses it.",
      },
    ];
  });
};
