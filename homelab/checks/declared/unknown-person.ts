import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** The owner is one of the people. */
export const unknownPerson: Check = ({ site }) => {
  const known = Object.keys(site.people);
  if (site.owner === undefined || known.includes(site.owner)) return [];
  return [
    {
      rule: "unknown-person",
      path: ["owner"],
      value: site.owner,
      message: `The owner ${site.owner} is nobody under people.`,
      fix: `Is ${nearest(site.owner, known) ?? `one of ${known.join(", ")}`} meant?`,
    },
  ];
};
