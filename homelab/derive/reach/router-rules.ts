import { asCidr, contains, networkAddress, type Cidr, type Ipv4 } from "../../values/ipv4";
import { groupBy, type Group } from "../../values/group-by";
import {
  addressOn,
  inRole,
  isHostRouted,
  isRoutedBy,
  lanOf,
  networkOf,
  nodeHiding,
  view,
  type Get,
  type Machine,
  type Homelab,
  type Network,
} from "../../model";
import { addressSets, isMember } from "./address-sets";
import { flowRules, type FlowRule } from "./flow-rules";

/** One end of a rule: one address, and the names of all that it stands for. */
export interface RouterEnd {
  readonly names: readonly string[];
  readonly address: Ipv4 | Cidr;
}

/** A rule that an external router needs, because it forwards these packets between two networks. */
export interface RouterRule {
  readonly from: readonly RouterEnd[];
  readonly to: readonly RouterEnd[];
  /** `tcp 53, 853; udp 53, 853`, or `ping`. */
  readonly what: string;
}

/** A sender, with its network if homelab.yaml declares it. */
interface Source {
  readonly name: string;
  readonly machine?: Machine;
  readonly address: Ipv4 | Cidr;
  readonly network: Network | undefined;
}

/** One flow rule from one source, as it passes through the router. */
interface Way {
  readonly from: RouterEnd;
  readonly to: RouterEnd;
  readonly rule: FlowRule;
}

/**
 * What an external router must let through between the networks that it connects, with the addresses that it sees.
 * Connections from the internet are port forwards and do not appear here.
 */
export const routerRules = view("router rules", (lab, get): readonly RouterRule[] => {
  const ways = get(flowRules).flatMap((each) =>
    sourcesOf(lab, get, each).flatMap((from) => wayOf(lab, from, each) ?? []),
  );
  const pairs = groupBy(ways, (way) => `${keyOf(way)} ${way.rule.protocol === "icmp"}`);
  const single = [...pairs.values()].map((same) => ({
    from: [merged(same, ({ from }) => from)],
    to: [merged(same, ({ to }) => to)],
    what: portsText(same.map(({ rule }) => rule)),
  }));
  // One rule for sources that may open the same ports of one destination, then for destinations with the same sources.
  const bySource = [...groupBy(single, ({ to, what }) => `${addresses(to)} ${what}`).values()].map((same) => ({
    ...same[0],
    from: same.flatMap(({ from }) => from),
  }));
  return [...groupBy(bySource, ({ from, what }) => `${addresses(from)} ${what}`).values()].map((same) => ({
    ...same[0],
    to: same.flatMap(({ to }) => to),
  }));
});

const addresses = (ends: readonly RouterEnd[]): string => ends.map(({ address }) => address).join(" ");

const keyOf = ({ from, to }: Way): string => addresses([from, to]);

/** One end of several ways, which has the same address in each, with the names of all that it stands for. */
function merged(ways: Group<Way>, endOf: (way: Way) => RouterEnd): RouterEnd {
  return { address: endOf(ways[0]).address, names: [...new Set(ways.flatMap((way) => endOf(way).names))] };
}

/** `tcp 53, 853; udp 53; ping`: protocols in order of appearance, ports sorted. */
export function portsText(all: readonly Pick<FlowRule, "protocol" | "port">[]): string {
  return [...groupBy(all, ({ protocol }) => protocol)]
    .map(([protocol, same]) => {
      const ports = [...new Set(same.flatMap(({ port }) => port ?? []))].toSorted((a, b) => a - b);
      return protocol === "icmp" ? "ping" : `${protocol} ${ports.join(", ")}`;
    })
    .join("; ");
}

function sourcesOf(lab: Homelab, get: Get, { from, to }: FlowRule): readonly Source[] {
  const known = (machine: Machine): Source => {
    const { name, address } = machine;
    return { name, machine, address, network: networkOf(lab, machine) };
  };
  if ("machine" in from) return [known(from.machine)];
  const { zone } = from;
  // Operators and other hosts reach a hidden guest by SSH through the host that hides it.
  const goesThroughHost = (zone === "operators" || zone === "hosts") && nodeHiding(lab, to) !== undefined;
  if (zone === "internet" || goesThroughHost) return [];
  const sets = get(addressSets);
  if (zone === "operators" || zone === "household") {
    const entries = sets.find(({ of }) => of === zone)?.entries ?? [];
    const vpn = inRole(lab, "vpn")?.machine;
    return entries.map(({ cidr }) =>
      cidr === vpn?.address ? known(vpn) : { name: zone, address: cidr, network: networkAt(lab, cidr) },
    );
  }
  return [...lab.machines.values()].filter(({ address }) => isMember(get, zone, address)).map(known);
}

/** The way of a flow rule, if it leads through a router from one of the router's networks to another. */
function wayOf(lab: Homelab, source: Source, rule: FlowRule): Way | undefined {
  const { to } = rule;
  const target = networkOf(lab, to);
  if (meetsItsHost(source, to, target)) return undefined;
  const [from, at] = [
    source.machine === undefined ? source.address : addressOn(lab, source.machine, target),
    // A sender in an undeclared network comes through the router, like the devices of the house.
    addressOn(lab, to, source.network ?? lanOf(lab)),
  ];
  const [ours, theirs] = [networkAt(lab, from), networkAt(lab, at)];
  const sameHost = ours !== undefined && theirs !== undefined && isHostRouted(ours) && isRoutedBy(theirs, ours.node);
  return ours === theirs || sameHost
    ? undefined
    : { from: { names: [source.name], address: from }, to: { names: [to.name], address: at }, rule };
}

/** Whether one end is a host and the other a guest of a network that this host routes: no router is between them. */
function meetsItsHost({ machine, network }: Source, to: Machine, target: Network): boolean {
  return (
    (machine?.kind === "node" && isRoutedBy(target, machine.name)) ||
    (to.kind === "node" && network !== undefined && isRoutedBy(network, to.name))
  );
}

function networkAt({ networks }: Homelab, at: Ipv4 | Cidr): Network | undefined {
  const address = networkAddress(asCidr(at));
  return [...networks.values()].find(({ cidr }) => contains(cidr, address));
}
