import type { Check } from "../check";

/**
 * Every network has a gateway. With an external uplink a router owns it, so the network needs a bridge that leads to
 * that router; in that mode the project makes no bridges.
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
      message: `With an external uplink a router owns the gateway of ${name}, but no network that a router routes is on the bridge ${bridge}.`,
      fix: `Set networks.${name}.bridge to a bridge that leads to the router, such as vmbr0, or set networks.${name}.routedBy to router if ${bridge} leads there.`,
    }));
};
