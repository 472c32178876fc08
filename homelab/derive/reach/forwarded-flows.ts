import { asCidr, overlaps, type Cidr, type Ipv4 } from "../../values/ipv4";
import type { Zone, Get, Machine, Homelab } from "../../model";
import { addressSets, type AddressSet } from "./address-sets";
import { addressFor, isBehind, type RoutingNode } from "./routing-nodes";
import { endName, flowRules, type FlowRule } from "./flow-rules";

/** A flow rule as a routing node sees its packets: by the original source and the final destination. */
export interface ForwardedFlow {
  readonly from: { readonly address: Ipv4 } | { readonly zone: Zone };
  readonly to: Ipv4;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Absent for `icmp`. */
  readonly port?: number;
  /** Source, destination and reasons: `authentik to postgres: authentik.db`. */
  readonly comment: string;
}

/** A zone as the addresses from which its members' packets can pass through a node. */
export interface ForwardedZone {
  readonly name: Zone;
  readonly entries: AddressSet["entries"];
}

export interface ForwardedFlows {
  readonly permitted: readonly ForwardedFlow[];
  /** The zones in `permitted`, except `internet`, which is every other address. */
  readonly zones: readonly ForwardedZone[];
}

/**
 * What a node may forward from one network to another: flow rules with an end behind it. Its own firewall decides about
 * what the node itself sends and receives. Machines of one network reach each other over the bridge.
 */
export function forwardedFlowsOf(lab: Homelab, get: Get, routing: RoutingNode): ForwardedFlows {
  const zones = zonesAt(get(addressSets), routing);
  const inside = new Set(zones.filter(({ entries }) => reachInside(entries, routing)).map(({ name }) => name));
  const known = new Set<Zone>([...zones.map(({ name }) => name), "internet"]);
  const permitted = get(flowRules).flatMap((rule) => {
    const { from, to } = rule;
    if (to === routing.node) return [];
    const isInward = isBehind(lab, to, routing.node);
    if ("zone" in from) {
      const isForwarded = isInward ? known.has(from.zone) : inside.has(from.zone);
      return isForwarded ? [forwarded(lab, routing, rule, from)] : [];
    }
    const isOutward = isBehind(lab, from.machine, routing.node);
    if (from.machine === routing.node || (!isInward && !isOutward) || areNeighbours(from.machine, to)) return [];
    return [forwarded(lab, routing, rule, { address: addressFor(lab, routing.node, from.machine) })];
  });
  const named = new Set(permitted.flatMap(({ from }) => ("zone" in from ? [from.zone] : [])));
  return { permitted: merged(permitted), zones: zones.filter(({ name }) => named.has(name)) };
}

function forwarded(lab: Homelab, routing: RoutingNode, rule: FlowRule, from: ForwardedFlow["from"]): ForwardedFlow {
  const { to, protocol, port, reasons } = rule;
  const who = "machine" in rule.from ? `${endName(rule.from)} to ${to.name}` : to.name;
  return {
    from,
    to: addressFor(lab, routing.node, to),
    protocol,
    ...(port !== undefined && { port }),
    comment: `${who}: ${reasons.join(", ")}`,
  };
}

/** Guests that another node hides share its address, so here they also share what is permitted to that address. */
function merged(flows: readonly ForwardedFlow[]): readonly ForwardedFlow[] {
  const found = new Map<string, ForwardedFlow>();
  for (const each of flows) {
    const { from, to, protocol, port } = each;
    const key = `${"zone" in from ? from.zone : from.address} ${to} ${protocol} ${port}`;
    const known = found.get(key);
    found.set(key, known === undefined ? each : { ...known, comment: `${known.comment}; ${each.comment}` });
  }
  return [...found.values()];
}

/** Without the node's own addresses: it does not forward what it sends itself. */
function zonesAt(sets: readonly AddressSet[], { node, networks }: RoutingNode): readonly ForwardedZone[] {
  const own = new Set<Ipv4 | Cidr>([node.address, ...networks.map(({ gateway }) => gateway)]);
  return sets.flatMap(({ of, entries }) => {
    const others = entries.filter(({ cidr }) => !own.has(cidr));
    return of === "site" || of === "management" || others.length === 0 ? [] : [{ name: of, entries: others }];
  });
}

/** Whether a member of the zone is behind the node. */
function reachInside(entries: AddressSet["entries"], { networks }: RoutingNode): boolean {
  return entries.some(({ cidr: entry }) => networks.some(({ cidr }) => overlaps(cidr, asCidr(entry))));
}

function areNeighbours(one: Machine, other: Machine): boolean {
  return one.network === other.network;
}
