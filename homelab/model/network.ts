import type { Cidr, Ipv4 } from "../values/ipv4";

/** Name of the network of the nodes and the household. */
export const lan = "lan";

interface AnyNetwork {
  readonly name: string;
  readonly description: string;
  /** Linux bridge on the node, for instance `vmbr1`. */
  readonly bridge: string;
  /** 802.1Q tag, 1..4094; untagged when absent. */
  readonly vlan?: number;
  readonly cidr: Cidr;
  readonly gateway: Ipv4;
  /** Whether its guests have no internet access. */
  readonly isolated: boolean;
}

/** A network whose gateway address a PVE node owns. */
export interface HostRouted extends AnyNetwork {
  readonly routedBy: "host";
  /** Name of that node. */
  readonly node: string;
}

/** A network whose gateway address a router outside owns. */
export interface RouterRouted extends AnyNetwork {
  readonly routedBy: "router";
}

/** A network of the homelab, as homelab.yaml declares it, with defaults. */
export type Network = HostRouted | RouterRouted;

/** True when a PVE node owns the gateway of the network. */
export function isHostRouted(network: Network): network is HostRouted {
  return network.routedBy === "host";
}

/** The interface of a node in a network: a VLAN on the bridge, or the bridge itself. */
export function interfaceOf({ bridge, vlan }: Pick<Network, "bridge" | "vlan">): string {
  return vlan === undefined ? bridge : `${bridge}.${vlan}`;
}
