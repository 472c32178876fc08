import type { Check } from "../check";

/**
 * Somebody owns the gateway of every network. With an external uplink that is a router, and a bridge of ours, which this
 * project then does not even make, leads to none.
 */
export const networkGateway: Check = ({ site, networks }) => {
  if (site.uplink.mode !== "external") return [];
  const reached = new Set(
    Object.values(site.networks)
      .filter(({ routedBy }) => routedBy === "router")
      .map(({ bridge }) => bridge),
  );
  return [...networks.values()]
    .filter(({ name, bridge }) => site.networks[name]?.routedBy === "host" && !reached.has(bridge))
    .map(({ name, bridge }) => ({
      rule: "network-gateway",
      path: ["networks", name, "bridge"],
      orPaths: [["uplink", "mode"]],
      value: bridge,
      message: `With an external uplink a router owns the gateway of ${name}, but ${bridge} is a bridge of ours without ports: no router is there.`,
      fix: `Name a bridge that leads to the router, such as networks.${name}.bridge: vmbr0, or say routedBy: router if ${bridge} does.`,
    }));
};
