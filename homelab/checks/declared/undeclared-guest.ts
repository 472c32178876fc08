import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** A service runs on a guest that is declared: it would be nowhere, and nobody would miss it. */
export const undeclaredGuest: Check = ({ catalog: { guests, services } }) => {
  const names = new Set(guests.map(({ name }) => name));
  return services.flatMap((service) => {
    const { on, name } = service;
    if (typeof on === "function" || names.has(on.name)) return [];
    return [
      {
        rule: "undeclared-guest",
        ...declarationOf(service),
        message: `${name} runs on ${on.name}, a guest that no file exports.`,
        fix: `Export the guest ${on.name} as well.`,
      },
    ];
  });
};
