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
      message: `The owner ${site.owner} is not a key of people.`,
      fix: `Did you mean ${nearest(site.owner, known) ?? known.join(" or ")}?`,
    },
  ];
};
