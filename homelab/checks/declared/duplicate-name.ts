import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { duplicates } from "../duplicates";

/** Service names and guest names are unique, including those from the user's own files and web apps. */
export const duplicateName: Check = ({ catalog }) => [
  ...duplicates(catalog.services, ({ name }) => name).map(([name, first, ...others]) => {
    const last = others.at(-1) ?? first;
    return {
      rule: "duplicate-name",
      ...declarationOf(last),
      value: name,
      message: `Two services are named ${name}.`,
      fix: "Rename the one that you added.",
    };
  }),
  ...duplicates(catalog.guests, ({ name }) => name).map(([name]) => ({
    rule: "duplicate-name",
    path: ["guests", name],
    value: name,
    message: `Two guests are named ${name}.`,
    fix: "Rename the one that was added.",
  })),
];
