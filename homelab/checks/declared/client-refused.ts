import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** A request that its contract cannot fulfil: a Redis number above 15, a name that is none. */
export const clientRefused: Check = ({ connections }) =>
  connections.flatMap(({ consumer, key, contract, use, provider }) => {
    const { name } = consumer.service;
    const refusal = contract.refuse?.(use.request, name);
    if (refusal === undefined) return [];
    return [
      {
        rule: "client-refused",
        ...declarationOf(consumer.service),
        message: `${name} (uses.${key}) asks ${provider.service.name} for the impossible: ${refusal.message}`,
        fix: refusal.fix,
      },
    ];
  });
