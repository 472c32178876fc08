import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** The transit of a routed uplink is an enabled network. */
export const unknownTransit: Check = ({ site, networks }) => {
  const { transit } = site.uplink;
  if (transit === undefined || networks.has(transit)) return [];
  const known = [...networks.keys()];
  return [
    {
      rule: "unknown-network",
      path: ["uplink", "transit"],
      value: transit,
      message: `The transit ${transit} is not an enabled network.`,
      fix: `Did you mean ${nearest(transit, known) ?? `one of ${known.join(", ")}`}? Or declare ${transit} under networks.`,
    },
  ];
};
