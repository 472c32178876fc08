import type { Check } from ".";

/** A request that its contract cannot fulfil: a Redis number above 15, a name that is none. */
export const clientRefused: Check = ({ connections }) =>
  connections.flatMap(({ consumer, key, contract, use, provider }) => {
    const refusal = contract.refuse?.(use.request, consumer.service.name) ?? provider.service.refuse?.(use.request);
    if (refusal === undefined) return [];
    return [
      {
        rule: "client-refused",
        path: consumer.service.declaredAt ?? [],
        ...(consumer.service.file !== undefined && { file: consumer.service.file }),
        message: `${consumer.service.name} (uses.${key}) asks ${provider.service.name} for the impossible: ${refusal.message}`,
        fix: refusal.fix,
      },
    ];
  });
