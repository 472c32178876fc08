import { isHostRouted } from "../../model/network";
import type { Check } from "../check";

/**
 * A network that a host routes is a VLAN on a bridge that the project makes. A bridge that carries a router's network
 * also carries the operator's connection, so the project never changes it.
 */
export const hostRoutedBridge: Check = ({ networks }) => {
  const all = [...networks.values()];
  return all.filter(isHostRouted).flatMap(({ name, bridge, vlan }) => {
    const foreign = all.find((other) => !isHostRouted(other) && other.bridge === bridge);
    const shared =
      foreign === undefined
        ? []
        : [
            {
              rule: "host-routed-bridge",
              path: ["networks", name, "bridge"],
              value: bridge,
              message: `The host routes ${name}, so ${name} needs a bridge that this project makes; but ${bridge} already exists and carries ${foreign.name}.`,
              fix: `Give ${name} another bridge, such as vmbr1, or let the router own its gateway (routedBy: router).`,
            },
          ];
    const untagged =
      vlan === undefined
        ? [
            {
              rule: "host-routed-bridge",
              path: ["networks", name, "vlan"],
              message: `The host routes ${name}, but ${name} has no VLAN id: networks on the same bridge are separated by VLAN id.`,
              fix: `Add networks.${name}.vlan with a free VLAN id.`,
            },
          ]
        : [];
    return [...shared, ...untagged];
  });
};
