import { groupBy } from "../values/group-by";
import { containsAny, type Cidr, type Ipv4 } from "../values/ipv4";
import { addressOn, isManaged, view, type Guest, type Homelab, type ManagedGuest, type Network } from "../model";
import { addressSets, type AddressSet } from "./address-sets";
import { flows, type Flow, type FlowEnd } from "./flows";

/** A rule in the words of pve-firewall. `source` and `dest` are addresses, or `+set`. */
export interface FirewallRule {
  readonly direction: "in" | "out";
  readonly action: "ACCEPT" | "DROP" | "REJECT";
  readonly protocol?: "tcp" | "udp" | "icmp";
  readonly port?: number;
  readonly source?: string;
  readonly dest?: string;
  readonly comment: string;
}

export interface GuestFirewallRules {
  /** Security groups, inserted before the guest's own rules. */
  readonly groups: readonly string[];
  readonly rules: readonly FirewallRule[];
  /** What happens to a packet towards the internet that no rule names. */
  readonly outputPolicy: "ACCEPT" | "DROP";
}

export interface Firewall {
  readonly sets: readonly AddressSet[];
  /** Rules that every guest has in common. */
  readonly groups: readonly {
    readonly name: string;
    readonly comment: string;
    readonly rules: readonly FirewallRule[];
  }[];
  /** Rules of the PVE hosts themselves. */
  readonly hosts: readonly FirewallRule[];
  readonly guests: ReadonlyMap<ManagedGuest, GuestFirewallRules>;
}

/** Name of the group that every guest inserts. */
const common = "guest";

/** PVE keeps at most this many characters of a comment readable in its table. */
const commentLength = 120;

/**
 * The whole PVE firewall. Every guest drops what comes in, and what goes out to any network of the homelab, unless the
 * flow view names it; the internet is open to all but isolated networks.
 */
export const firewall = view("firewall", (lab, get): Firewall => {
  const all = get(flows);
  const bySource = groupBy(all, ({ from }) => ("guest" in from ? from.guest : undefined));
  const byTarget = groupBy(all, ({ to }) => to);
  // What all guests may reach stands in the common group.
  const offered = all.filter(({ from }) => "audience" in from && from.audience !== "guests");
  const members = new Map<string, (Ipv4 | Cidr)[]>(
    get(addressSets).map(({ name, entries }) => [name, entries.map(({ cidr }) => cidr)]),
  );
  const isMember = ({ from, to }: Flow, { name, address }: ManagedGuest): boolean =>
    "audience" in from && to !== name && containsAny(members.get(from.audience) ?? [], address);
  return {
    sets: get(addressSets),
    groups: [{ name: common, comment: "what every guest may send and must answer", rules: commonRules(lab, all) }],
    hosts: hostRules(lab, all),
    guests: new Map(
      [...lab.guests.values()].filter(isGuarded).map((guest) => [
        guest,
        {
          groups: [common],
          rules: [
            ...(byTarget.get(guest.name) ?? []).map((flow) => incoming(lab, guest, flow)),
            ...(bySource.get(guest.name) ?? []).map((flow) => outgoing(lab, guest, flow)),
            ...offered.filter((flow) => isMember(flow, guest)).map((flow) => outgoing(lab, guest, flow)),
            { direction: "out", action: "DROP", dest: "+site", comment: "no other network of the homelab" },
          ],
          outputPolicy: lab.networks.get(guest.network)?.isolated === true ? "DROP" : "ACCEPT",
        },
      ]),
    ),
  };
});

/**
 * An adopted guest that came before the homelab keeps its own ways: which devices it speaks to, nothing here declares.
 */
function isGuarded(guest: Guest): guest is ManagedGuest {
  return isManaged(guest) && guest.machine?.adoptOnly !== true;
}

function commonRules(lab: Homelab, all: readonly Flow[]): FirewallRule[] {
  const served = all.filter(({ from }) => "audience" in from && from.audience === "guests");
  return [
    { direction: "in", action: "ACCEPT", protocol: "icmp", source: "+operators", comment: "operators look" },
    { direction: "in", action: "ACCEPT", protocol: "icmp", source: "+guests", comment: "guests look" },
    { direction: "in", action: "ACCEPT", protocol: "icmp", source: "+hosts", comment: "hosts look" },
    { direction: "out", action: "ACCEPT", protocol: "icmp", dest: "+site", comment: "ping" },
    ...served.map((flow): FirewallRule => ({ ...permission(flow), direction: "out", dest: targetOf(lab, flow) })),
  ];
}

function hostRules(lab: Homelab, all: readonly Flow[]): FirewallRule[] {
  const nodes = new Set([...lab.guests.values()].filter(({ kind }) => kind === "node").map(({ name }) => name));
  const rules = all
    .filter(({ to }) => nodes.has(to))
    .map((flow): FirewallRule => ({ ...permission(flow), direction: "in", source: sourceOf(lab, flow.from) }));
  return [
    ...distinct(rules),
    { direction: "in", action: "ACCEPT", protocol: "icmp", source: "+site", comment: "the homelab looks" },
    { direction: "in", action: "ACCEPT", protocol: "icmp", source: "+operators", comment: "operators look" },
  ];
}

function incoming(lab: Homelab, guest: Guest, flow: Flow): FirewallRule {
  const source = sourceOf(lab, flow.from, lab.networks.get(guest.network));
  return { ...permission(flow), direction: "in", ...(source !== undefined && { source }) };
}

function outgoing(lab: Homelab, guest: ManagedGuest, flow: Flow): FirewallRule {
  return { ...permission(flow), direction: "out", dest: targetOf(lab, flow, lab.networks.get(guest.network)) };
}

function permission({ protocol, port, reasons }: Flow): Omit<FirewallRule, "direction"> {
  return { action: "ACCEPT", protocol, port, comment: comment(reasons) };
}

/** A node has an address in each network that it routes: from a network of ours it is the one there. */
function addressOf(lab: Homelab, name: string, network?: Network): string {
  const guest = lab.guests.get(name);
  if (guest === undefined) throw new Error(`A flow names ${name}, which is no guest.`);
  return network === undefined ? guest.address : addressOn(guest, network);
}

function sourceOf(lab: Homelab, from: FlowEnd, network?: Network): string | undefined {
  if ("guest" in from) return addressOf(lab, from.guest, network);
  return from.audience === "internet" ? undefined : `+${from.audience}`;
}

function targetOf(lab: Homelab, flow: Flow, network?: Network): string {
  const isNode = lab.guests.get(flow.to)?.kind === "node";
  return isNode && network === undefined ? "+hosts" : addressOf(lab, flow.to, network);
}

function comment(reasons: readonly string[]): string {
  const text = reasons.join(", ");
  return text.length <= commentLength ? text : `${text.slice(0, commentLength - 3)}...`;
}

/** Several nodes offer the same ports to the same people: one rule of the cluster serves them all, for all reasons. */
function distinct(rules: readonly FirewallRule[]): FirewallRule[] {
  const found = new Map<string, FirewallRule>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.port} ${rule.source}`;
    const known = found.get(key);
    found.set(key, known === undefined ? rule : { ...known, comment: comment([known.comment, rule.comment]) });
  }
  return [...found.values()];
}
