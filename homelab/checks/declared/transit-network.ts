import { asCidr, broadcastNumber, contains, firstHost, networkAddress, prefixLength } from "../../values/ipv4";
import type { Problem } from "../../values/problem";
import { transitAddress, transitOf } from "../../model/addresses";
import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";
import type { Network } from "../../model/network";

/**
 * The transit of a routed uplink is a separate network between host and router. No other machine and no operator is in
 * it, because replies to an operator there would bypass the stateful router, which then drops the connection. Its
 * gateway is the router, and it has an address for every node.
 */
export const transitNetwork: Check = (lab) => {
  const transit = transitOf(lab);
  if (transit === undefined) return [];
  const small = tooSmall(lab, transit);
  return [...shared(lab, transit), ...ownedByHost(transit), ...(small.length > 0 ? small : taken(lab, transit))];
};

function shared({ site, machines }: Homelab, transit: Network): Problem[] {
  const inside = [
    ...[...machines.values()].filter(({ network }) => network === transit.name).map(({ name }) => name),
    ...site.operators.filter((operator) => contains(transit.cidr, networkAddress(asCidr(operator)))),
  ];
  return inside.length === 0
    ? []
    : [
        {
          rule: "transit-network",
          path: ["uplink", "transit"],
          value: transit.name,
          message: `${transit.name} cannot be the transit to the router, because others are in it: ${inside.join(", ")}.`,
          fix: "Declare a separate network for host and router, for instance a /30.",
        },
      ];
}

function ownedByHost({ name, routedBy }: Network): Problem[] {
  return routedBy === "router"
    ? []
    : [
        {
          rule: "transit-network",
          path: ["networks", name, "routedBy"],
          value: routedBy,
          message: `${name} is the transit from the host to the router, so the router must own its gateway.`,
          fix: `Set networks.${name}.routedBy to router, and networks.${name}.bridge to a bridge that leads to it.`,
        },
      ];
}

function tooSmall({ site }: Homelab, { name, cidr }: Network): Problem[] {
  const nodes = Object.keys(site.pve.nodes).length;
  // The first address is the router's, one follows for each node, and the last is the broadcast address.
  return prefixLength(cidr) < 31 && broadcastNumber(cidr) > nodes + 1
    ? []
    : [
        {
          rule: "transit-network",
          path: ["networks", name, "cidr"],
          value: cidr,
          message: `${name} (${cidr}) is too small for the router and ${nodes === 1 ? "the host" : `${nodes} hosts`}.`,
          fix: `Make it larger, for instance a /${nodes === 1 ? 30 : 29}.`,
        },
      ];
}

function taken(lab: Homelab, { name, cidr, gateway }: Network): Problem[] {
  const node = Object.keys(lab.site.pve.nodes).find((candidate) => transitAddress(lab, candidate) === gateway);
  return node === undefined
    ? []
    : [
        {
          rule: "transit-network",
          path: ["networks", name, "gateway"],
          value: gateway,
          message: `The gateway of ${name} is ${gateway}, which is the address of ${node} there.`,
          fix: `Give the router the first address: set networks.${name}.gateway to ${firstHost(cidr)}.`,
        },
      ];
}
