import type { Check } from "../check";

/**
 * A network that a host routes is a VLAN on a bridge of ours. A bridge that carries a router's network carries the
 * operator's own connection: it is never touched.
 */
export const hostRoutedBridge: Check = ({ networks }) => {
  const all = [...networks.values()];
  return all
    .filter(({ routedBy }) => routedBy === "host")
    .flatMap(({ name, bridge, vlan }) => {
      const foreign = all.find((other) => other.routedBy === "router" && other.bridge === bridge);
      const shared =
        foreign === undefined
          ? []
          : [
              {
                rule: "host-routed-bridge",
                path: ["networks", name, "bridge"],
                value: bridge,
                message: `${name} is routed by the host, so its bridge is made here; but ${bridge} is there already and carries ${foreign.name}.`,
                fix: `Give ${name} a bridge of ours such as vmbr1, or let the router own its gateway (routedBy: router).`,
              },
            ];
      const untagged =
        vlan === undefined
          ? [
              {
                rule: "host-routed-bridge",
                path: ["networks", name, "vlan"],
                message: `${name} is routed by the host, but has no VLAN id: a bridge of ours keeps its networks apart by them.`,
                fix: `Add networks.${name}.vlan with a free number.`,
              },
            ]
          : [];
      return [...shared, ...untagged];
    });
};
