import type { Ipv4 } from "../values/ipv4";
import type { Guest } from "./guest";
import type { Network } from "./network";

/**
 * The address under which a guest speaks to, and is reached from, a network. A PVE node that routes the network is
 * its gateway there; everywhere else it has its own address, as every other guest has.
 */
export function addressOn(guest: Guest, network: Network): Ipv4 {
  return guest.kind === "node" && network.routedBy === "host" && network.node === guest.name
    ? network.gateway
    : guest.address;
}
