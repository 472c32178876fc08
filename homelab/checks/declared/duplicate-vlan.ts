import { isHostRouted, type Network } from "../../model/network";
import type { Check } from "../check";
import { duplicates } from "../duplicates";

const segmentOf = (network: Network): string =>
  `${isHostRouted(network) ? network.node : ""} ${network.bridge} ${network.vlan ?? "untagged"}`;

/** A bridge has one network for each VLAN id, and one untagged. Bridges that the project makes end at their node. */
export const duplicateVlan: Check = ({ networks }) =>
  duplicates(networks.values(), segmentOf).map(([, first, ...others]) => {
    const last = others.at(-1) ?? first;
    const tag = last.vlan === undefined ? "untagged" : `VLAN ${last.vlan}`;
    return {
      rule: "duplicate-vlan",
      path: ["networks", last.name, "vlan"],
      orPaths: [first, ...others].map(({ name }) => ["networks", name, "vlan"]),
      ...(last.vlan !== undefined && { value: String(last.vlan) }),
      message: `${[first, ...others].map(({ name }) => name).join(" and ")} are both ${tag} on ${last.bridge}.`,
      fix: `Give ${last.name} another VLAN id or another bridge.`,
    };
  });
