import { hostAt, type Ipv4 } from "../values/ipv4";
import type { Machine, Node } from "./machine";
import type { Homelab } from "./homelab";
import { isHostRouted, lan, type HostRouted, type Network } from "./network";

/** What determines the path of a packet. */
export type Paths = Pick<Homelab, "site" | "networks" | "machines">;

/**
 * The address that a machine has for other machines in a network: its packets come from it, and they reach it there.
 *
 * - A PVE node has the gateway address in a network that it routes, and its own address in every other network.
 * - A guest behind a node that masquerades (`uplink: nat`) has the address of that node outside the node's networks: its
 *   packets leave with that address, and the node forwards ports to it.
 * - Every other guest has its own address in every network.
 */
export function addressOn(paths: Paths, machine: Machine, network: Network): Ipv4 {
  if (machine.kind === "node") return isRoutedBy(network, machine.name) ? network.gateway : machine.address;
  const hiding = nodeHiding(paths, machine);
  return hiding === undefined || isRoutedBy(network, hiding.name) ? machine.address : hiding.address;
}

/**
 * The network that a machine is in. Every machine of an assembled homelab has one, even if the declaration has errors.
 *
 * @throws Error for a machine of another homelab.
 */
export function networkOf({ networks }: Pick<Paths, "networks">, { name, network }: Machine): Network {
  const found = networks.get(network);
  if (found === undefined) throw new Error(`${name} is in ${network}, which is not a network of this homelab.`);
  return found;
}

/** The network of the nodes and of the household, which cannot be switched off. */
export function lanOf({ networks }: Pick<Paths, "networks">): Network {
  const found = networks.get(lan);
  if (found === undefined) throw new Error(`This homelab has no network ${lan}.`);
  return found;
}

/**
 * The node that masquerades a guest outside the node's networks; undefined if the guest has its own address everywhere.
 */
export function nodeHiding(paths: Paths, machine: Machine): Node | undefined {
  if (paths.site.uplink.mode !== "nat" || machine.kind === "node") return undefined;
  const network = networkOf(paths, machine);
  return isHostRouted(network) ? routerOf(paths, network) : undefined;
}

/** Undefined if homelab.yaml names a node that it does not declare. */
function routerOf({ machines }: Pick<Paths, "machines">, network: HostRouted): Node | undefined {
  const node = machines.get(network.node);
  return node?.kind === "node" ? node : undefined;
}

/** True when the node owns the gateway of the network. */
export function isRoutedBy(network: Network, node: string): boolean {
  return isHostRouted(network) && network.node === node;
}

/** The network between the nodes and the router of a routed uplink. Undefined for any other uplink. */
export function transitOf({ site, networks }: Pick<Paths, "site" | "networks">): Network | undefined {
  const { mode, transit } = site.uplink;
  return mode === "routed" && transit !== undefined ? networks.get(transit) : undefined;
}

/**
 * The address of a node in the transit of a routed uplink. The router has the first host address, and the nodes have
 * the next ones, in their order. Undefined for any other uplink.
 */
export function transitAddress(paths: Paths, node: string): Ipv4 | undefined {
  const transit = transitOf(paths);
  const index = Object.keys(paths.site.pve.nodes).indexOf(node);
  return transit === undefined || index < 0 ? undefined : hostAt(transit.cidr, 2 + index);
}

/** Every network that a node routes, with that node, which has the gateway address there. In order of declaration. */
export function hostGateways(paths: Paths): readonly { readonly network: HostRouted; readonly node: Node }[] {
  return [...paths.networks.values()].filter(isHostRouted).flatMap((network) => {
    const node = routerOf(paths, network);
    return node === undefined ? [] : [{ network, node }];
  });
}
