import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** A service runs on a declared guest: otherwise it would silently be nowhere. */
export const undeclaredGuest: Check = ({ catalog: { guests, services } }) => {
  const names = new Set(guests.map(({ name }) => name));
  return services.flatMap((service) => {
    const { on, name } = service;
    if (typeof on === "function" || names.has(on.name)) return [];
    return [
      {
        rule: "undeclared-guest",
        ...declarationOf(service),
        message: `${name} runs on the guest ${on.name}, which no catalog file exports.`,
        fix: `Export the guest ${on.name}.`,
      },
    ];
  });
};
