import { overlaps, parseCidr, type Cidr, type Ipv4 } from "../../values/ipv4";
import type { Audience, Get, Machine, Homelab } from "../../model";
import { addressSets, type AddressSet } from "./address-sets";
import { addressFor, isBehind, type Forwarder } from "./forwarders";
import { endName, permissions, type Permission } from "./permissions";

/** A permission as a node that forwards sees its packets: by their first source and their last destination. */
export interface Crossing {
  readonly from: { readonly address: Ipv4 } | { readonly audience: Audience };
  readonly to: Ipv4;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Absent for `icmp`. */
  readonly port?: number;
  /** Who, to whom, why: `authentik to postgres: authentik.db`. */
  readonly comment: string;
}

/** An audience by the addresses from which its members' packets can cross a node. */
export interface CrossingAudience {
  readonly name: Audience;
  readonly entries: AddressSet["entries"];
}

export interface Crossings {
  readonly permitted: readonly Crossing[];
  /** Those that occur in `permitted`, but for the internet, which is everybody else. */
  readonly audiences: readonly CrossingAudience[];
}

/**
 * What may cross a node from one network to another: permissions with an end behind it. What it sends or receives itself
 * is the business of its own firewall, and neighbours reach each other by the bridge.
 */
export function crossingsOf(lab: Homelab, get: Get, forwarder: Forwarder): Crossings {
  const audiences = audiencesAt(get(addressSets), forwarder);
  const inside = new Set(audiences.filter(({ entries }) => reachInside(entries, forwarder)).map(({ name }) => name));
  const known = new Set<Audience>([...audiences.map(({ name }) => name), "internet"]);
  const permitted = get(permissions).flatMap((permission) => {
    const { from, to } = permission;
    if (to === forwarder.node) return [];
    const isInward = isBehind(to, forwarder);
    if ("audience" in from) {
      const crosses = isInward ? known.has(from.audience) : inside.has(from.audience);
      return crosses ? [crossing(lab, forwarder, permission, from)] : [];
    }
    const isOutward = isBehind(from.machine, forwarder);
    if (from.machine === forwarder.node || (!isInward && !isOutward) || areNeighbours(from.machine, to)) return [];
    return [crossing(lab, forwarder, permission, { address: addressFor(lab, forwarder.node, from.machine) })];
  });
  const named = new Set(permitted.flatMap(({ from }) => ("audience" in from ? [from.audience] : [])));
  return { permitted: merged(permitted), audiences: audiences.filter(({ name }) => named.has(name)) };
}

function crossing(lab: Homelab, forwarder: Forwarder, permission: Permission, from: Crossing["from"]): Crossing {
  const { to, protocol, port, reasons } = permission;
  const who = "machine" in permission.from ? `${endName(permission.from)} to ${to.name}` : to.name;
  return {
    from,
    to: addressFor(lab, forwarder.node, to),
    protocol,
    ...(port !== undefined && { port }),
    comment: `${who}: ${reasons.join(", ")}`,
  };
}

/** Guests that share an address outside, because another node hides them, share what is permitted to it here. */
function merged(crossings: readonly Crossing[]): readonly Crossing[] {
  const found = new Map<string, Crossing>();
  for (const each of crossings) {
    const { from, to, protocol, port } = each;
    const key = `${"audience" in from ? from.audience : from.address} ${to} ${protocol} ${port}`;
    const known = found.get(key);
    found.set(key, known === undefined ? each : { ...known, comment: `${known.comment}; ${each.comment}` });
  }
  return [...found.values()];
}

/** The node's own addresses are not among them: what it sends itself does not cross it. */
function audiencesAt(sets: readonly AddressSet[], { node, networks }: Forwarder): readonly CrossingAudience[] {
  const own = new Set<Ipv4 | Cidr>([node.address, ...networks.map(({ gateway }) => gateway)]);
  return sets.flatMap(({ name, entries }) => {
    const others = entries.filter(({ cidr }) => !own.has(cidr));
    return name === "site" || name === "management" || others.length === 0 ? [] : [{ name, entries: others }];
  });
}

/** Whether a member of the audience lives behind the node. */
function reachInside(entries: AddressSet["entries"], { networks }: Forwarder): boolean {
  return entries.some(({ cidr: entry }) =>
    networks.some(({ cidr }) => overlaps(cidr, entry.includes("/") ? (entry as Cidr) : parseCidr(`${entry}/32`))),
  );
}

function areNeighbours(one: Machine, other: Machine): boolean {
  return one.network === other.network;
}
