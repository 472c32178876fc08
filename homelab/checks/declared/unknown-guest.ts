import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** Every key under `guests` is a guest of the catalog. */
export const unknownGuest: Check = ({ site, catalog }) => {
  const known = catalog.guests.map(({ name }) => name);
  return Object.keys(site.guests)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: "unknown-guest",
      path: ["guests", name],
      at: "key" as const,
      value: name,
      message: `There is no guest named ${name}.`,
      fix: `Did you mean ${nearest(name, known) ?? `one of ${known.join(", ")}`}?`,
    }));
};
