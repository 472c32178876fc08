import { asCidr, contains, networkAddress, type Cidr, type Ipv4 } from "../../values/ipv4";
import { groupBy, type Group } from "../../values/group-by";
import {
  addressOn,
  inRole,
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

/** Somebody at one end of a rule: one address, and all who are meant by it. */
export interface RouterEnd {
  readonly names: readonly string[];
  readonly address: Ipv4 | Cidr;
}

/** A rule that a router outside has to have, because the packets pass it on their way between two networks. */
export interface RouterRule {
  readonly from: readonly RouterEnd[];
  readonly to: readonly RouterEnd[];
  /** `tcp 53, 853; udp 53, 853`, or `ping`. */
  readonly what: string;
}

/** Somebody who sends, with the network that they are in as far as homelab.yaml knows it. */
interface Source {
  readonly name: string;
  readonly machine?: Machine;
  readonly address: Ipv4 | Cidr;
  readonly network: Network | undefined;
}

/** One permission on its way through the router. */
interface Way {
  readonly from: RouterEnd;
  readonly to: RouterEnd;
  readonly rule: FlowRule;
}

/**
 * What a router outside has to let through between the networks that it joins, with the addresses that it sees. What
 * the internet opens is a port forward and not said here.
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
  // Who may do the same to the same one, and then to whom the same may do the same, as one rule.
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

/** One end of several ways, of the same address in each, with all who are meant by it. */
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
  // Operators and other hosts reach what a host hides by SSH to that host.
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

/** The way of a permission, if it leads through a router from one of its networks to another. */
function wayOf(lab: Homelab, source: Source, rule: FlowRule): Way | undefined {
  const { to } = rule;
  const target = networkOf(lab, to);
  if (meetsItsHost(source, to, target)) return undefined;
  const [from, at] = [
    source.machine === undefined ? source.address : addressOn(lab, source.machine, target),
    // Somebody from elsewhere comes by the router, like everybody in the house.
    addressOn(lab, to, source.network ?? lanOf(lab)),
  ];
  const [ours, theirs] = [networkAt(lab, from), networkAt(lab, at)];
  const sameHost = ours?.routedBy === "host" && theirs?.routedBy === "host" && ours.node === theirs.node;
  return ours === theirs || sameHost
    ? undefined
    : { from: { names: [source.name], address: from }, to: { names: [to.name], address: at }, rule };
}

/** A host and a guest of a network that it routes meet in that network. */
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
