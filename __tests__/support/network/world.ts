import { dockerFirewalls, dockerHosts, firewall, hostFirewalls } from "../../../homelab/derive";
import { views, type HostRouted, type Machine, type Homelab, type Network, type Node } from "../../../homelab/model";
import { IptablesChains } from "./iptables";
import { NftTable } from "./nft";
import { inRange, type Packet } from "./packet";
import { PveFirewall } from "./pve";

/** A sender: a guest's program (or a container in its network), an app's container, or any other device. */
export type Sender =
  | { readonly guest: string }
  | { readonly app: string; readonly on: string }
  | { readonly device: string };

/**
 * Where a packet ends: at a guest or host, at a device outside the homelab, or at the firewall that refuses it. `by`
 * are the firewalls that it passed.
 */
export type End = { readonly at: string; readonly by: readonly string[] } | { readonly refusedBy: string };

export interface Without {
  /** Changes a rendered text before it is read, so that a test can show that a missing rule is noticed. */
  readonly edit?: (text: string) => string;
  /** Without the firewall at the guests' interfaces: only hosts and Docker hosts filter. */
  readonly withoutPve?: boolean;
}

type Travelling = Packet & { readonly by: readonly string[] };
type Letter = Omit<Packet, "source"> & { readonly by: readonly string[] };

/**
 * A homelab as packets see it: the rendered tables of hosts and Docker hosts, the rules of Proxmox VE, and the paths
 * between them. Routers outside forward everything; a device in the house has a route to every network.
 */
export class World {
  readonly pve: PveFirewall;
  private readonly tables: ReadonlyMap<string, NftTable>;
  private readonly docker: ReadonlyMap<string, IptablesChains>;
  private readonly byAddress: ReadonlyMap<string, Machine>;

  constructor(
    readonly lab: Homelab,
    { edit = (text) => text, withoutPve = false }: Without = {},
  ) {
    const get = views(lab);
    const rules = get(firewall);
    this.pve = new PveFirewall(withoutPve ? { ...rules, guests: new Map() } : rules);
    this.tables = new Map(get(hostFirewalls).map(({ node, text }) => [node.name, new NftTable(edit(text))]));
    this.docker = new Map(get(dockerFirewalls).map((one) => [one.guest.name, new IptablesChains(edit(one.rules))]));
    this.byAddress = new Map([...lab.machines.values()].map((machine) => [machine.address, machine]));
  }

  /** Sends the first packet of a connection to an address. */
  send(sender: Sender, target: string, protocol: Packet["protocol"], port?: number): End {
    const to = { target, protocol, ...(port !== undefined && { port }), by: [] };
    if ("device" in sender) return this.outside({ source: sender.device, ...to });
    if ("guest" in sender) return this.leave(this.guest(sender.guest), to);
    return this.leaveContainer(this.guest(sender.on), sender.app, to);
  }

  /** What a host's table does with a packet from an interface; undefined for a host that does not forward. */
  table(node: string): NftTable | undefined {
    return this.tables.get(node);
  }

  guest(name: string): Machine {
    const machine = this.lab.machines.get(name);
    if (machine === undefined) throw new Error(`There is no guest ${name}.`);
    return machine;
  }

  private leaveContainer(machine: Machine, app: string, to: Letter): End {
    const chains = this.docker.get(machine.name);
    const home = this.homeOf(machine, app);
    if (chains === undefined) throw new Error(`${machine.name} runs no containers.`);
    const packet = { ...to, source: home.gateway.replace(/\.1$/, ".77"), iif: home.bridge };
    const isHere = to.target === machine.address;
    if (!chains.passes(isHere ? "HOMELAB-INPUT" : "DOCKER-USER", packet)) return { refusedBy: "the Docker host" };
    const by = [...to.by, "the Docker host"];
    // Docker masquerades its containers behind the address of its host.
    return isHere ? { at: machine.name, by } : this.leave(machine, { ...to, by });
  }

  private homeOf(machine: Machine, app: string) {
    const host = views(this.lab)(dockerHosts).find((one) => one.guest === machine);
    const name = host?.containers.find(({ service }) => service.name === app)?.networks[0];
    const home = host?.networks.find((network) => network.name === name);
    if (home === undefined) throw new Error(`${app} has no Docker network on ${machine.name}.`);
    return home;
  }

  private leave(machine: Machine, to: Letter): End {
    if (machine.kind === "node") return this.leaveNode(machine, to);
    const packet = { source: machine.address, ...to };
    if (to.target === machine.address) return { at: machine.name, by: to.by };
    return this.atInterface(machine, "out", packet, (passed) => this.beyond(machine, passed));
  }

  private beyond(machine: Machine, packet: Travelling): End {
    const network = this.network(machine.network);
    if (network.routedBy === "router") return this.outside(packet);
    return inRange(packet.target, network.cidr) && packet.target !== network.gateway
      ? this.deliver(packet)
      : this.cross(this.router(network), nameOf(network), packet);
  }

  /** What a host itself sends does not pass through its table. */
  private leaveNode(node: Node, to: Letter): End {
    const inside = this.routedBy(node).find(({ cidr }) => inRange(to.target, cidr));
    return inside === undefined
      ? this.outside({ source: node.address, ...to })
      : this.deliver({ source: inside.gateway, ...to });
  }

  /** A host that forwards: translates the destination, filters, translates the source. */
  private cross(node: Node, iif: string, packet: Travelling): End {
    const table = this.tables.get(node.name);
    if (table === undefined) throw new Error(`${node.name} forwards without a table.`);
    const uplink = nameOf(this.uplink(node));
    const { target } = table.run("hook prerouting", { ...packet, iif, oif: "" }).packet;
    if (this.isOwn(node, target)) return this.atHost(node, { ...packet, target });
    const inside = this.routedBy(node).find(({ cidr }) => inRange(target, cidr));
    const routed = { ...packet, target, iif, oif: inside === undefined ? uplink : nameOf(inside) };
    const { verdict } = table.run("hook forward", routed);
    if (verdict !== "accept") return { refusedBy: `the table of ${node.name} (${verdict})` };
    const { source } = table.run("hook postrouting", routed).packet;
    const by = [...packet.by, `the table of ${node.name}`];
    const left = { ...packet, source: source === "masqueraded" ? node.address : source, target, by };
    return inside === undefined ? this.outside(left) : this.deliver(left);
  }

  /** In the networks of a router, and beyond it. */
  private outside(packet: Travelling): End {
    const network = [...this.lab.networks.values()].find(({ cidr }) => inRange(packet.target, cidr));
    if (network === undefined) return { at: "internet", by: packet.by };
    if (network.routedBy === "host") {
      const node = this.router(network);
      return this.cross(node, nameOf(this.uplink(node)), packet);
    }
    const there = this.byAddress.get(packet.target);
    if (there?.kind !== "node") return this.deliver(packet);
    return this.tables.has(there.name) ? this.cross(there, nameOf(network), packet) : this.atHost(there, packet);
  }

  private deliver(packet: Travelling): End {
    const machine = this.byAddress.get(packet.target);
    if (machine === undefined) return { at: "a device", by: packet.by };
    return this.atInterface(machine, "in", packet, ({ by }) => ({ at: machine.name, by }));
  }

  private atInterface(
    machine: Machine,
    direction: "in" | "out",
    packet: Travelling,
    goOn: (packet: Travelling) => End,
  ): End {
    const firewall = `the interface of ${machine.name}`;
    if (!this.pve.guestPasses(machine, direction, packet)) return { refusedBy: firewall };
    return goOn(this.pve.guards(machine) ? { ...packet, by: [...packet.by, firewall] } : packet);
  }

  private atHost(node: Node, packet: Travelling): End {
    const firewall = `the host ${node.name}`;
    return this.pve.hostPasses(packet) ? { at: node.name, by: [...packet.by, firewall] } : { refusedBy: firewall };
  }

  private network(name: string): Network {
    const network = this.lab.networks.get(name);
    if (network === undefined) throw new Error(`There is no network ${name}.`);
    return network;
  }

  private router({ node }: HostRouted): Node {
    const machine = this.guest(node);
    if (machine.kind !== "node") throw new Error(`${node} is not a host.`);
    return machine;
  }

  private routedBy(node: Node): readonly Network[] {
    return [...this.lab.networks.values()].filter(
      (network) => network.routedBy === "host" && network.node === node.name,
    );
  }

  private uplink(node: Node): Network {
    const { mode, transit = "" } = this.lab.site.uplink;
    return this.network(mode === "routed" ? transit : node.network);
  }

  private isOwn(node: Node, address: string): boolean {
    return address === node.address || this.routedBy(node).some(({ gateway }) => gateway === address);
  }
}

function nameOf({ bridge, vlan }: Network): string {
  return vlan === undefined ? bridge : `${bridge}.${vlan}`;
}
