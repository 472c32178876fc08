import type { Cidr, Ipv4 } from "../values/ipv4";

/** Name of the network of the nodes and the household. */
export const lan = "lan";

/** A network of the homelab, as homelab.yaml declares it, with defaults. */
export interface Network {
  readonly name: string;
  readonly description: string;
  /** Linux bridge on the node, for instance `vmbr1`. */
  readonly bridge: string;
  /** 802.1Q tag, 1..4094; untagged when absent. */
  readonly vlan?: number;
  readonly cidr: Cidr;
  readonly gateway: Ipv4;
  /** Who owns the gateway address: a PVE node (`host`), or a router outside. */
  readonly routedBy: "host" | "router";
  /** The node that owns the gateway; only with `routedBy: host`. */
  readonly node?: string;
  /** Whether its guests have no internet access. */
  readonly isolated: boolean;
}

/** The interface of a node in a network: a VLAN on the bridge, or the bridge itself. */
export function interfaceOf({ bridge, vlan }: Pick<Network, "bridge" | "vlan">): string {
  return vlan === undefined ? bridge : `${bridge}.${vlan}`;
}
