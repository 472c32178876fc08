import { firewall, type Firewall, type FirewallRule } from "../homelab/derive";
import { nftTable, oneOf, quoted, type NftChain, type NftRule, type NftSet } from "../homelab/derive/firewall/nft";
import { views, type Homelab } from "../homelab/model";
import { portOf, type LabMachine, type Plan } from "./plan";

/**
 * The firewall of Proxmox VE as nft enforces it in the lab: what each guest may send and receive, and what the host
 * accepts, in the order of pve-firewall. A packet must pass two filters, its sender's and its receiver's, so neither
 * accepts it finally. Addresses identify guests; the bridge table makes sure that no guest uses another address.
 */
export function guestFirewallText(lab: Homelab, plan: Plan): string {
  const rules = views(lab)(firewall);
  const guarded = plan.guests.filter(({ machine }) => isGuarded(rules, machine));
  const chains = guarded.flatMap((machine) => ends.map((end) => guestChain(rules, machine, end)));
  return [
    nftTable("inet proxmox", rules.sets.map(setOf), [
      hook("sending", "forward priority filter", [ipv6, ...leading, dispatch("saddr", "out", guarded)]),
      hook("receiving", "forward priority filter + 1", [...leading, dispatch("daddr", "in", guarded)]),
      hook("to_host", "input priority filter", [...leading, dispatch("saddr", "out", guarded)]),
      hook("at_host", "input priority filter + 1", [...leading, loopback, ...rulesOf(rules, rules.hosts, "in"), drop]),
      hook("from_host", "output priority filter + 1", [...leading, dispatch("daddr", "in", guarded)]),
      ...chains,
    ]),
    nftTable("bridge proxmox", [], [hook("senders", "prerouting priority filter", guarded.flatMap(ownAddressOnly))]),
  ].join("\n");
}

const ends = ["out", "in"] as const;
type EndOfCable = (typeof ends)[number];

const ipv6: NftRule = { rule: "meta nfproto ipv6 drop", comment: "no policy accepts it" };
const leading: readonly NftRule[] = [
  { rule: "ct state established,related accept" },
  { rule: "ct state invalid drop" },
];
const loopback: NftRule = { rule: 'iifname "lo" accept' };
const drop: NftRule = { rule: "drop", comment: "policy" };

function hook(name: string, at: string, rules: readonly NftRule[]): NftChain {
  return { name, hook: `type filter hook ${at}; policy accept;`, rules };
}

function dispatch(field: "saddr" | "daddr", end: EndOfCable, guarded: readonly LabMachine[]): NftRule {
  const entries = guarded.map((machine) => `${machine.address} : jump ${chainName(machine, end)}`);
  return { rule: `ip ${field} vmap { ${entries.join(", ")} }` };
}

// Some guests' names are keywords of nft.
const chainName = ({ id }: LabMachine, end: EndOfCable): string => `${end}_${id}`;

function guestChain(rules: Firewall, machine: LabMachine, end: EndOfCable): NftChain {
  const own = [...rules.guests].find(([guest]) => guest === machine.machine)?.[1];
  if (own === undefined) throw new Error(`${machine.name} has no firewall.`);
  const shared = rules.groups.filter(({ name }) => own.groups.includes(name)).flatMap((group) => group.rules);
  const policy = end === "out" && own.outputPolicy === "ACCEPT" ? { rule: "accept", comment: "policy" } : drop;
  return { name: chainName(machine, end), rules: [...rulesOf(rules, [...shared, ...own.rules], end), policy] };
}

function rulesOf(firewall: Firewall, rules: readonly FirewallRule[], end: EndOfCable): readonly NftRule[] {
  return rules.filter(({ direction }) => direction === end).map((rule) => ruleOf(firewall, rule));
}

function ruleOf(
  { aliases }: Firewall,
  { action, macro, protocol, port, source, dest, comment }: FirewallRule,
): NftRule {
  const place = (field: "saddr" | "daddr", name: string | undefined): readonly string[] => {
    if (name === undefined) return [];
    const address = aliases.find((alias) => alias.name === name)?.address ?? name;
    return [`ip ${field} ${name.startsWith("+") ? `@${name.slice(1)}` : address}`];
  };
  const what =
    macro === "Ping" ? ["icmp type echo-request"] : protocol === undefined ? [] : [`${protocol} dport ${port}`];
  return {
    rule: [...place("saddr", source), ...place("daddr", dest), ...what, action.toLowerCase()].join(" "),
    comment,
  };
}

function setOf({ name, entries }: Firewall["sets"][number]): NftSet {
  return { name, type: "ipv4_addr", intervals: true, elements: entries.map(({ cidr }) => ({ value: cidr })) };
}

/** What the option `ipfilter` does and, for ARP, Proxmox VE's own bridge rule. */
function ownAddressOnly({ id, address }: LabMachine): readonly NftRule[] {
  const from = `iifname ${oneOf([quoted(portOf(id))])}`;
  return [{ rule: `${from} ip saddr != ${address} drop` }, { rule: `${from} arp saddr ip != ${address} drop` }];
}

function isGuarded({ guests }: Firewall, machine: LabMachine["machine"]): boolean {
  return [...guests.keys()].some((each) => each === machine);
}
