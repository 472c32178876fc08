import { contains, type Cidr, type Ipv4 } from "../../values/ipv4";
import { groupBy } from "../../values/group-by";
import {
  addressOn,
  inRole,
  isRoutedBy,
  nodeHiding,
  view,
  type Get,
  type Machine,
  type Homelab,
  type Network,
} from "../../model";
import { addressSets, isMember } from "./address-sets";
import { permissions, type Permission } from "./permissions";

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
  readonly guest?: Machine;
  readonly address: Ipv4 | Cidr;
  readonly network: Network | undefined;
}

/** One permission on its way through the router. */
interface Way {
  readonly from: RouterEnd;
  readonly to: RouterEnd;
  readonly permission: Permission;
}

/**
 * What a router outside has to let through between the networks that it joins, with the addresses that it sees. What
 * the internet opens is a port forward and not said here.
 */
export const routerRules = view("router rules", (lab, get): readonly RouterRule[] => {
  const ways = get(permissions).flatMap((each) =>
    sourcesOf(lab, get, each).flatMap((from) => wayOf(lab, from, each) ?? []),
  );
  const pairs = groupBy(ways, (way) => `${keyOf(way)} ${way.permission.protocol === "icmp"}`);
  const single = [...pairs.values()].map((same) => ({
    from: [merged(same.map(({ from }) => from))],
    to: [merged(same.map(({ to }) => to))],
    what: portsText(same.map(({ permission }) => permission)),
  }));
  // Who may do the same to the same one, and then to whom the same may do the same, as one rule.
  const bySource = [...groupBy(single, ({ to, what }) => `${addresses(to)} ${what}`).values()].map((same) => ({
    ...(same[0] as RouterRule),
    from: same.flatMap(({ from }) => from),
  }));
  return [...groupBy(bySource, ({ from, what }) => `${addresses(from)} ${what}`).values()].map((same) => ({
    ...(same[0] as RouterRule),
    to: same.flatMap(({ to }) => to),
  }));
});

const addresses = (ends: readonly RouterEnd[]): string => ends.map(({ address }) => address).join(" ");

const keyOf = ({ from, to }: Way): string => addresses([from, to]);

/** Ends of the same address as one. */
function merged(ends: readonly RouterEnd[]): RouterEnd {
  const [{ address }] = ends as [RouterEnd];
  return { address, names: [...new Set(ends.flatMap(({ names }) => names))] };
}

/** `tcp 53, 853; udp 53; ping`: protocols in order of appearance, ports sorted. */
export function portsText(all: readonly Pick<Permission, "protocol" | "port">[]): string {
  return [...groupBy(all, ({ protocol }) => protocol)]
    .map(([protocol, same]) => {
      const ports = [...new Set(same.flatMap(({ port }) => port ?? []))].toSorted((a, b) => a - b);
      return protocol === "icmp" ? "ping" : `${protocol} ${ports.join(", ")}`;
    })
    .join("; ");
}

function sourcesOf(lab: Homelab, get: Get, { from, to }: Permission): readonly Source[] {
  const guest = (one: Machine): Source => {
    return { name: one.name, guest: one, address: one.address, network: lab.networks.get(one.network) };
  };
  if ("machine" in from) return [guest(from.machine)];
  const { audience } = from;
  // Operators and other hosts reach what a host hides by SSH to that host.
  const goesThroughHost = (audience === "operators" || audience === "hosts") && nodeHiding(lab, to) !== undefined;
  if (audience === "internet" || goesThroughHost) return [];
  const sets = get(addressSets);
  if (audience === "operators" || audience === "household") {
    const entries = sets.find(({ name }) => name === audience)?.entries ?? [];
    const vpn = inRole(lab, "vpn")?.machine;
    return entries.map(({ cidr }) =>
      cidr === vpn?.address ? guest(vpn) : { name: audience, address: cidr, network: networkOf(lab, cidr) },
    );
  }
  return [...lab.machines.values()].filter(({ address }) => isMember(sets, audience, address)).map(guest);
}

/** The way of a permission, if it leads through a router from one of its networks to another. */
function wayOf(lab: Homelab, source: Source, permission: Permission): Way | undefined {
  const { to } = permission;
  const target = lab.networks.get(to.network);
  if (target === undefined || meetsItsHost(source, to, target)) return undefined;
  const [from, at] = [
    source.guest === undefined ? source.address : addressOn(lab, source.guest, target),
    // Somebody from elsewhere comes by the router, like everybody in the house.
    addressOn(lab, to, source.network ?? lab.networks.get("lan") ?? target),
  ];
  const [ours, theirs] = [networkOf(lab, from), networkOf(lab, at)];
  const sameHost = ours?.routedBy === "host" && theirs?.routedBy === "host" && ours.node === theirs.node;
  return ours === theirs || sameHost
    ? undefined
    : { from: { names: [source.name], address: from }, to: { names: [to.name], address: at }, permission };
}

/** A host and a guest of a network that it routes meet in that network. */
function meetsItsHost({ guest: machine, network }: Source, to: Machine, target: Network): boolean {
  return (
    (machine?.kind === "node" && isRoutedBy(target, machine.name)) ||
    (to.kind === "node" && network !== undefined && isRoutedBy(network, to.name))
  );
}

function networkOf({ networks }: Homelab, at: Ipv4 | Cidr): Network | undefined {
  const address = (at.split("/")[0] ?? at) as Ipv4;
  return [...networks.values()].find(({ cidr }) => contains(cidr, address));
}
