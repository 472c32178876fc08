import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** The transit network of a routed uplink is an enabled network. */
export const unknownTransit: Check = ({ site, networks }) => {
  const { transit } = site.uplink;
  if (transit === undefined || networks.has(transit)) return [];
  const known = [...networks.keys()];
  return [
    {
      rule: "unknown-network",
      path: ["uplink", "transit"],
      value: transit,
      message: `There is no enabled network ${transit} to be the transit.`,
      fix: `Is ${nearest(transit, known) ?? `one of ${known.join(", ")}`} meant? Networks stand under networks.`,
    },
  ];
};
