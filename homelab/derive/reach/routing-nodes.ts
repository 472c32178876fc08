import type { Ipv4 } from "../../values/ipv4";
import {
  addressOn,
  isRoutedBy,
  networkOf,
  view,
  type Machine,
  type Homelab,
  type Network,
  type Node,
} from "../../model";

/** A PVE node that owns gateways, and so forwards between networks. */
export interface RoutingNode {
  readonly node: Node;
  /** Networks whose gateway it is, at least one. */
  readonly networks: readonly [Network, ...Network[]];
  /** The network that it lives in itself. */
  readonly lan: Network;
  /** The network by which everything else is reached: its own, or the transit to a router. */
  readonly uplink: Network;
  /** Hides its networks behind its own address. */
  readonly masquerades: boolean;
}

/** The nodes that forward, in order of declaration; none where a router owns every gateway (`uplink: external`). */
export const routingNodes = view("routing nodes", (lab): readonly RoutingNode[] =>
  [...lab.machines.values()]
    .filter((machine) => machine.kind === "node")
    .flatMap((node) => {
      const [first, ...others] = [...lab.networks.values()].filter((network) => isRoutedBy(network, node.name));
      if (first === undefined) return [];
      const lan = networkOf(lab, node);
      const { mode, transit = "" } = lab.site.uplink;
      const uplink = (mode === "routed" ? lab.networks.get(transit) : undefined) ?? lan;
      return [{ node, networks: [first, ...others], lan, uplink, masquerades: mode === "nat" }];
    }),
);

/**
 * Whether a machine lives behind a node, so that everything from outside comes to it through that node.
 *
 * - A guest does in a network whose gateway the node owns. On which node the guest itself runs is another matter.
 * - A guest in a network of a router, or of another node, does not.
 * - A node lives behind none, not even behind itself: it has an address of its own outside, and what it receives there is
 *   not forwarded.
 */
export function isBehind(lab: Homelab, machine: Machine, node: Node): boolean {
  return machine.kind !== "node" && isRoutedBy(networkOf(lab, machine), node.name);
}

/** Whether a machine sees the node from outside: all but the node itself and whoever lives behind it. */
export function isOutside(lab: Homelab, machine: Machine, node: Node): boolean {
  return machine !== node && !isBehind(lab, machine, node);
}

/** The address under which a node knows a guest or another node, itself or in packets that cross it. */
export function addressFor(lab: Homelab, node: Node, machine: Machine): Ipv4 {
  const networks = [...lab.networks.values()];
  const inside = networks.find((network) => isRoutedBy(network, node.name)) ?? networkOf(lab, node);
  return addressOn(lab, machine, inside);
}
