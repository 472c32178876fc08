import { overlaps } from "../../values/ipv4";
import type { Check } from "../check";

/** Networks do not overlap. */
export const networkOverlap: Check = ({ networks }) => {
  const all = [...networks.values()];
  return all.flatMap((network, index) =>
    all
      .slice(0, index)
      .filter((other) => overlaps(network.cidr, other.cidr))
      .map((other) => ({
        rule: "network-overlap",
        path: ["networks", network.name, "cidr"],
        orPaths: [["networks", other.name, "cidr"]],
        value: network.cidr,
        message: `The networks ${other.name} (${other.cidr}) and ${network.name} (${network.cidr}) overlap.`,
        fix: `Give ${network.name} other addresses, for instance with another third octet.`,
      })),
  );
};
