import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** The contract of a Use can fulfil its request: not a Redis number above 15, and not an invalid name. */
export const clientRefused: Check = ({ connections }) =>
  connections.flatMap(({ consumer, key, contract, use, provider }) => {
    const { name } = consumer.service;
    const refusal = contract.refuse?.(use.request, name);
    if (refusal === undefined) return [];
    return [
      {
        rule: "client-refused",
        ...declarationOf(consumer.service),
        message: `${provider.service.name} cannot provide what ${name} requests in uses.${key}: ${refusal.message}`,
        fix: refusal.fix,
      },
    ];
  });
