import { hostAt, type Ipv4 } from "../values/ipv4";
import type { Machine, Node } from "./machine";
import type { Homelab } from "./homelab";
import { lan, type Network } from "./network";

/** What decides the way of a packet. */
export type Paths = Pick<Homelab, "site" | "networks" | "machines">;

/**
 * The address under which a guest is known in a network: where its packets come from, and where others reach it.
 *
 * - A PVE node that routes the network is its gateway there, and elsewhere has its own address.
 * - A guest behind a node that masquerades (`uplink: nat`) has, outside the networks of that node, the node's address:
 *   its packets leave with it, and what it offers is published on it.
 * - Every other guest has its own address everywhere.
 */
export function addressOn(paths: Paths, machine: Machine, network: Network): Ipv4 {
  if (machine.kind === "node") return isRoutedBy(network, machine.name) ? network.gateway : machine.address;
  const hiding = nodeHiding(paths, machine);
  return hiding === undefined || isRoutedBy(network, hiding.name) ? machine.address : hiding.address;
}

/**
 * The network that a machine lives in. Every machine of an assembled homelab has one, also where the declaration has other
 * faults.
 *
 * @throws Error for a machine of another homelab.
 */
export function networkOf({ networks }: Pick<Paths, "networks">, { name, network }: Machine): Network {
  const found = networks.get(network);
  if (found === undefined) throw new Error(`${name} lives in ${network}, which is no network of this homelab.`);
  return found;
}

/** The network of the nodes and of the household, which cannot be switched off. */
export function lanOf({ networks }: Pick<Paths, "networks">): Network {
  const found = networks.get(lan);
  if (found === undefined) throw new Error(`The homelab has no network ${lan}.`);
  return found;
}

/** The node that hides a guest from everything outside its own networks; undefined for a guest that is seen as itself. */
export function nodeHiding(paths: Paths, machine: Machine): Node | undefined {
  if (paths.site.uplink.mode !== "nat" || machine.kind === "node") return undefined;
  const network = networkOf(paths, machine);
  if (network.routedBy !== "host") return undefined;
  const node = paths.machines.get(network.node ?? "");
  return node?.kind === "node" ? node : undefined;
}

/** True when the node owns the gateway of the network. */
export function isRoutedBy(network: Network, node: string): boolean {
  return network.routedBy === "host" && network.node === node;
}

/**
 * The address of a node in the transit of a routed uplink: the first host address is the router's, the nodes follow in
 * their order. Undefined without such an uplink.
 */
export function transitAddress({ site, networks }: Paths, node: string): Ipv4 | undefined {
  const transit = networks.get(site.uplink.transit ?? "");
  const index = Object.keys(site.pve.nodes).indexOf(node);
  return site.uplink.mode !== "routed" || transit === undefined || index < 0
    ? undefined
    : hostAt(transit.cidr, 2 + index);
}

/** Every network that a node routes, with that node: where it has the gateway's address. In order of declaration. */
export function hostGateways({
  networks,
  machines,
}: Paths): readonly { readonly network: Network; readonly node: Node }[] {
  return [...networks.values()].flatMap((network) => {
    const node = network.routedBy === "host" ? machines.get(network.node ?? "") : undefined;
    return node?.kind === "node" ? [{ network, node }] : [];
  });
}
