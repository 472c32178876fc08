import type { Ipv4 } from "../../values/ipv4";
import {
  addressOn,
  isRoutedBy,
  networkOf,
  transitOf,
  view,
  type Machine,
  type Homelab,
  type Network,
  type Node,
} from "../../model";

/** A PVE node that owns gateways and therefore forwards between networks. */
export interface RoutingNode {
  readonly node: Node;
  /** Networks whose gateway it is, at least one. */
  readonly networks: readonly [Network, ...Network[]];
  /** The node's own network. */
  readonly lan: Network;
  /** The network through which the node reaches everything else: its own, or the transit to a router. */
  readonly uplink: Network;
  /** Whether it hides its networks behind its own address. */
  readonly masquerades: boolean;
}

/** The nodes that forward, in order of declaration; none if a router owns every gateway (`uplink: external`). */
export const routingNodes = view("routing nodes", (lab): readonly RoutingNode[] =>
  [...lab.machines.values()]
    .filter((machine) => machine.kind === "node")
    .flatMap((node) => {
      const [first, ...others] = [...lab.networks.values()].filter((network) => isRoutedBy(network, node.name));
      if (first === undefined) return [];
      const lan = networkOf(lab, node);
      const masquerades = lab.site.uplink.mode === "nat";
      return [{ node, networks: [first, ...others], lan, uplink: transitOf(lab) ?? lan, masquerades }];
    }),
);

/**
 * Whether a machine is behind a node, so that everything from outside reaches it through that node.
 *
 * - A guest is, if the node owns the gateway of the guest's network. The node on which the guest runs does not matter.
 * - A guest in a network of a router, or of another node, is not.
 * - A node is not behind any node, not even itself: its own address is outside, and what it receives there is not
 *   forwarded.
 */
export function isBehind(lab: Homelab, machine: Machine, node: Node): boolean {
  return machine.kind !== "node" && isRoutedBy(networkOf(lab, machine), node.name);
}

/** Whether a machine sees the node from outside. The node itself and the guests behind it do not. */
export function isOutside(lab: Homelab, machine: Machine, node: Node): boolean {
  return machine !== node && !isBehind(lab, machine, node);
}

/** The address that a node uses for a machine, also in the packets that it forwards. */
export function addressFor(lab: Homelab, node: Node, machine: Machine): Ipv4 {
  const networks = [...lab.networks.values()];
  const inside = networks.find((network) => isRoutedBy(network, node.name)) ?? networkOf(lab, node);
  return addressOn(lab, machine, inside);
}
