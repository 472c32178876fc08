import type { Firewall, FirewallRule, GuestFirewallRules } from "../../../homelab/derive";
import type { Machine } from "../../../homelab/model";
import { inRange, type Packet } from "./packet";

/** The decision of Proxmox VE's firewall about a packet, from its rules, aliases and sets as data. */
export class PveFirewall {
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly sets: ReadonlyMap<string, readonly string[]>;
  private readonly groups: ReadonlyMap<string, readonly FirewallRule[]>;
  private readonly guests: ReadonlyMap<string, GuestFirewallRules>;

  constructor(private readonly firewall: Firewall) {
    this.aliases = new Map(firewall.aliases.map(({ name, address }) => [name, address]));
    this.sets = new Map(firewall.sets.map(({ name, entries }) => [name, entries.map(({ cidr }) => cidr)]));
    this.guests = new Map([...firewall.guests].map(([{ name }, rules]) => [name, rules]));
    this.groups = new Map(firewall.groups.map(({ name, rules }) => [name, rules]));
  }

  /** Whether a guest's interface has rules. */
  guards(machine: Machine): boolean {
    return this.guests.has(machine.name);
  }

  /** Whether a guest's interface lets a packet out or in. Without a firewall, everything passes. */
  guestPasses(machine: Machine, direction: "in" | "out", packet: Packet): boolean {
    const found = this.guests.get(machine.name);
    if (found === undefined) return true;
    const rules = [...found.groups.flatMap((name) => this.groups.get(name) ?? []), ...found.rules];
    const policy = direction === "in" ? "DROP" : found.outputPolicy;
    return (this.firstMatch(rules, direction, packet)?.action ?? policy) === "ACCEPT";
  }

  /** Whether a host accepts a packet to itself. Ignores the rules that Proxmox VE itself adds. */
  hostPasses(packet: Packet): boolean {
    return this.firstMatch(this.firewall.hosts, "in", packet)?.action === "ACCEPT";
  }

  private firstMatch(
    rules: readonly FirewallRule[],
    direction: "in" | "out",
    packet: Packet,
  ): FirewallRule | undefined {
    return rules.find((rule) => rule.direction === direction && this.fits(rule, packet));
  }

  private fits({ macro, protocol, port, source, dest }: FirewallRule, packet: Packet): boolean {
    if (macro === "Ping" ? packet.protocol !== "icmp" : protocol !== undefined && protocol !== packet.protocol)
      return false;
    if (port !== undefined && port !== packet.port) return false;
    return this.covers(source, packet.source) && this.covers(dest, packet.target);
  }

  private covers(name: string | undefined, address: string): boolean {
    if (name === undefined) return true;
    const ranges = name.startsWith("+") ? this.sets.get(name.slice(1)) : [this.aliases.get(name) ?? name];
    if (ranges === undefined) throw new Error(`There is no set ${name}.`);
    return ranges.some((range) => inRange(address, range));
  }
}
