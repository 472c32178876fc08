import { groupBy } from "../values/group-by";
import { isRoutedBy, nodeHiding, view, type Guest, type Homelab, type NodeGuest } from "../model";
import { addressSets, isMember, type AddressSet } from "./address-sets";
import { permissions, type End } from "./permissions";

/** A port of a masqueraded guest that its host offers on its own address, to those who cannot reach the guest itself. */
export interface PublishedPort {
  readonly node: NodeGuest;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** The guest that answers, at the same port. */
  readonly to: Guest;
  /** Who may come this way: audiences from outside, and guests that are not behind the host. */
  readonly from: readonly End[];
  readonly reasons: readonly string[];
}

/** Everything that hosts publish (`uplink: nat` alone), by host, port and guest, in order of declaration. */
export const published = view("published ports", (lab, get): readonly PublishedPort[] => {
  const sets = get(addressSets);
  const grants = get(permissions).flatMap(({ from, to, protocol, port, reasons }) => {
    const node = nodeHiding(lab, to);
    if (node === undefined || protocol === "icmp" || port === undefined) return [];
    return comers(lab, from, node, sets).map((end) => ({ node, protocol, port, to, end, reasons }));
  });
  return [
    ...groupBy(grants, ({ node, protocol, port, to }) => `${node.name} ${protocol} ${port} ${to.name}`).values(),
  ].map((group) => {
    const [{ node, protocol, port, to }] = group as [(typeof group)[number]];
    const reasons = [...new Set(group.flatMap((grant) => grant.reasons))].toSorted();
    return { node, protocol, port, to, from: group.map(({ end }) => end), reasons };
  });
});

/** Those of an end who are outside of what the node hides. */
function comers(lab: Homelab, from: End, node: NodeGuest, sets: readonly AddressSet[]): readonly End[] {
  if ("guest" in from) return isBehind(lab, from.guest, node) ? [] : [from];
  const { audience } = from;
  if (audience === "household" || audience === "internet") return [from];
  // They go through the host, by SSH.
  if (audience === "operators") return [];
  return [...lab.guests.values()]
    .filter((guest) => isMember(sets, audience, guest.address) && !isBehind(lab, guest, node))
    .map((guest) => ({ guest }));
}

/** The node itself, and whoever lives in a network that it routes. */
function isBehind({ networks }: Homelab, guest: Guest, node: NodeGuest): boolean {
  const network = networks.get(guest.network);
  return guest === node || (network !== undefined && isRoutedBy(network, node.name));
}
