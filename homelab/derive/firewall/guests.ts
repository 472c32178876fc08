import { groupBy } from "../../values/group-by";
import {
  addressOn,
  isManaged,
  isRoutedBy,
  networkOf,
  view,
  type Get,
  type Machine,
  type Homelab,
  type Guest,
  type Network,
} from "../../model";
import { addressSets, members, setName, type AddressSet } from "../reach/address-sets";
import { aliasNames, firewallAliases, type FirewallAlias } from "./names";
import { pingSources } from "../reach/flows";
import { flowRules, type End, type FlowRule } from "../reach/flow-rules";

/** A rule in the terms of pve-firewall. `source` and `dest` are an alias, an address, or `+set`. */
export interface FirewallRule {
  readonly direction: "in" | "out";
  readonly action: "ACCEPT" | "DROP" | "REJECT";
  readonly protocol?: "tcp" | "udp";
  readonly port?: number;
  /** Instead of protocol and port: `Ping` is an ICMP echo request. */
  readonly macro?: "Ping";
  readonly source?: string;
  readonly dest?: string;
  readonly comment: string;
  /** Log what it matched. @default off */
  readonly log?: "info";
}

export interface GuestFirewallRules {
  /** Security groups, inserted before the guest's own rules. */
  readonly groups: readonly string[];
  readonly rules: readonly FirewallRule[];
  /** What happens to a packet to the internet that no rule matches. */
  readonly outputPolicy: "ACCEPT" | "DROP";
}

export interface Firewall {
  readonly aliases: readonly FirewallAlias[];
  readonly sets: readonly Omit<AddressSet, "of">[];
  /** Rules that every guest has in common. */
  readonly groups: readonly {
    readonly name: string;
    readonly comment: string;
    readonly rules: readonly FirewallRule[];
  }[];
  /** Rules of the PVE hosts themselves. */
  readonly hosts: readonly FirewallRule[];
  readonly guests: ReadonlyMap<Guest, GuestFirewallRules>;
}

/** Name of the group that every guest inserts. */
const common = "guest";

/** Longer comments are cut, to stay readable in the table of PVE's web interface. */
const commentLength = 120;

/**
 * The whole PVE firewall. A guest drops everything that comes in, and everything that goes out to networks of the
 * homelab, unless a flow rule permits it. Only isolated networks cannot reach the internet.
 */
export const firewall = view("firewall", (lab, get): Firewall => {
  const call = callers(lab, get);
  // The common group contains pings and what all guests may reach.
  const ports = get(flowRules).filter(({ protocol }) => protocol !== "icmp");
  const bySource = groupBy(ports, ({ from }) => ("machine" in from ? from.machine : undefined));
  const byTarget = groupBy(ports, ({ to }) => to);
  const offered = groupBy(ports, ({ from }) => ("zone" in from ? from.zone : undefined));
  const joined = [...offered.keys()].filter((zone) => zone !== "guests");
  const groups = get(members);
  const asMember = (machine: Machine): readonly FlowRule[] =>
    joined
      .filter((zone) => groups.get(zone)?.has(machine))
      .flatMap((zone) => offered.get(zone) ?? [])
      .filter(({ to }) => to !== machine);
  const rulesOf = (guest: Guest): FirewallRule[] => [
    ...(byTarget.get(guest) ?? []).map((each) => incoming(call, each)),
    ...(bySource.get(guest) ?? []).map((each) => outgoing(call, guest, each)),
    ...asMember(guest).map((each) => outgoing(call, guest, each)),
    ...(pings(lab, groups, guest) ? [ping({ direction: "out", dest: "+guests", comment: "looks for faults" })] : []),
    { direction: "out", action: "DROP", dest: "+site", comment: "no other network of the homelab", log: "info" },
  ];
  return {
    aliases: get(firewallAliases),
    sets: get(addressSets).map(({ name, comment, entries }) => ({ name, comment, entries })),
    groups: [
      { name: common, comment: "what every guest may send and must answer", rules: commonRules(lab, call, ports) },
    ],
    hosts: hostRules(call, get(flowRules), lab.site.operators),
    guests: new Map(
      [...lab.machines.values()].filter(isGuarded).map((guest) => [
        guest,
        {
          groups: [common],
          rules: rulesOf(guest),
          outputPolicy: networkOf(lab, guest).isolated ? "DROP" : "ACCEPT",
        },
      ]),
    ),
  };
});

/**
 * Whether a guest gets firewall rules. An adopted guest is older than the homelab and gets none: nothing here declares
 * which devices it talks to.
 */
function isGuarded(machine: Machine): machine is Guest {
  return isManaged(machine) && machine.vm?.adoptOnly !== true;
}

/** How rules name the two ends of a flow rule. */
interface Callers {
  /** The source of packets to a machine; undefined for any source. */
  readonly source: (from: End, to: Machine) => string | undefined;
  /** The destination as `from` sees it; without `from`, as any guest does. */
  readonly target: (to: Machine, from?: Machine) => string;
}

function callers(lab: Homelab, get: Get): Callers {
  const names = get(aliasNames);
  const seen = (machine: Machine, other: Machine): string => {
    const address = addressOn(lab, machine, meeting(lab, machine, other));
    return names.get(address) ?? address;
  };
  return {
    source: (from, to) => {
      if ("machine" in from) return seen(from.machine, to);
      return from.zone === "internet" ? undefined : `+${setName(from.zone)}`;
    },
    target: (to, from) => {
      if (from !== undefined) return seen(to, from);
      return to.kind === "node" ? "+hosts" : (names.get(to.address) ?? to.address);
    },
  };
}

/** The network in which `other` sees a machine: the network of `other`, or the machine's if `other` is its gateway. */
function meeting(lab: Homelab, machine: Machine, other: Machine): Network {
  const own = networkOf(lab, machine);
  return other.kind === "node" && isRoutedBy(own, other.name) ? own : networkOf(lab, other);
}

function commonRules(lab: Homelab, { target }: Callers, ports: readonly FlowRule[]): FirewallRule[] {
  const served = ports.filter(({ from }) => "zone" in from && from.zone === "guests");
  const looking = pingSources(lab).map((from) =>
    // Some guests see the masqueraded watcher as a host, and hosts may ping as well.
    "zone" in from ? `+${setName(from.zone)}` : target(from.instance.machine),
  );
  const guarded = [...lab.machines.values()].filter(isGuarded);
  // A guest outside sees a hidden machine under the address of the node that hides it.
  const addressees = (to: Machine): ReadonlySet<string> =>
    new Set(to.kind === "node" ? [target(to)] : guarded.map((guest) => target(to, guest)));
  return [
    ...looking.map((name) => ping({ direction: "in", source: name, comment: "looks for faults" })),
    ping({ direction: "out", dest: "+hosts", comment: "is my gateway there" }),
    ...served.flatMap((each) =>
      [...addressees(each.to)].map((dest): FirewallRule => ({ ...accepting(each), direction: "out", dest })),
    ),
  ];
}

/** Several nodes may offer the same port to the same source: then one rule of the cluster has the reasons of all. */
function hostRules(
  { source }: Callers,
  all: readonly FlowRule[],
  operators: Homelab["site"]["operators"],
): FirewallRule[] {
  const offered = all
    .filter(({ to }) => to.kind === "node")
    .flatMap((each) => {
      // By address: a set whose members change is briefly absent, which would lock out the operator who changes it.
      const isManagement = "zone" in each.from && each.from.zone === "operators";
      const names = isManagement ? operators : [source(each.from, each.to)];
      return names.map((name) => ({ ...each, name }));
    });
  const same = groupBy(offered, ({ protocol, port, name }) => `${protocol} ${port} ${name}`);
  return [...same.values()].map((group) => {
    const [each] = group;
    // In order of nodes, not sorted: sorting would put `proxmox-pve2` before `proxmox`.
    const reasons = [...new Set(group.flatMap((one) => one.reasons))];
    const end = { direction: "in" as const, ...(each.name !== undefined && { source: each.name }) };
    return each.protocol === "icmp"
      ? ping({ ...end, comment: comment(reasons) })
      : { ...accepting({ ...each, reasons }), ...end };
  });
}

/** Whether a machine may ping every guest: the watcher, and a guest that is an operator. */
function pings(lab: Homelab, groups: ReadonlyMap<string, ReadonlySet<Machine>>, machine: Machine): boolean {
  return pingSources(lab).some((from) =>
    "instance" in from ? from.instance.machine === machine : groups.get(from.zone)?.has(machine),
  );
}

function incoming({ source }: Callers, each: FlowRule): FirewallRule {
  const name = source(each.from, each.to);
  return { ...accepting(each), direction: "in", ...(name !== undefined && { source: name }) };
}

function outgoing({ target }: Callers, guest: Guest, each: FlowRule): FirewallRule {
  return { ...accepting(each), direction: "out", dest: target(each.to, guest) };
}

function ping(rule: Pick<FirewallRule, "direction" | "source" | "dest" | "comment">): FirewallRule {
  return { action: "ACCEPT", macro: "Ping", ...rule };
}

function accepting({ protocol, port, reasons }: FlowRule): Omit<FirewallRule, "direction"> {
  if (protocol === "icmp" || port === undefined) throw new Error("A ping uses the macro Ping and has no port.");
  return { action: "ACCEPT", protocol, port, comment: comment(reasons) };
}

function comment(reasons: readonly string[]): string {
  const text = reasons.join(", ");
  return text.length <= commentLength ? text : `${text.slice(0, commentLength - 3)}...`;
}
