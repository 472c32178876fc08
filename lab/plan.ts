import {
  interfaceOf,
  isHostRouted,
  isManaged,
  networkOf,
  type Machine,
  type Homelab,
  type Network,
} from "../homelab/model";
import { hostAt, prefixLength, type Ipv4 } from "../homelab/values/ipv4";

/** A machine of the lab: one of the homelab, or one outside of it (people, the internet). */
export interface LabMachine {
  readonly name: string;
  /** The machine of the homelab; absent for people and the internet. */
  readonly machine?: Machine;
  /**
   * `container` has a whole system, `namespace` only a network; `host` is the world itself. Virtual machines of the
   * homelab that run Linux from an image are containers here.
   */
  readonly kind: "host" | "container" | "namespace";
  /** Names its interface, its namespace and its files: the VMID, if it has one. */
  readonly id: string;
  readonly bridge: string;
  readonly address: Ipv4;
  /** Length of the network's prefix. */
  readonly bits: number;
  readonly gateway: Ipv4;
}

export interface Plan {
  readonly host: LabMachine;
  /** In order of declaration, without the host. */
  readonly guests: readonly LabMachine[];
  /** An operator's machine, and one of the household that may not manage. */
  readonly operator: LabMachine;
  readonly visitor: LabMachine;
  readonly router: LabMachine;
  readonly networks: readonly Network[];
}

/**
 * An address reserved for documentation, which stands for the internet. The router has it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5737
 */
export const internet = "198.51.100.1" as Ipv4;

/** Octets in the PVE host's network that no guest may have in the lab. */
const operatorOctet = 100;
const visitorOctet = 150;

/** What the lab builds for a homelab with one PVE node that hides its networks. @throws Error for any other homelab. */
export function planOf(lab: Homelab): Plan {
  const nodes = [...lab.machines.values()].filter(({ kind }) => kind === "node");
  const [node] = nodes;
  if (node === undefined || nodes.length > 1 || lab.site.uplink.mode !== "nat") {
    throw new Error("The lab can rehearse only one PVE node with uplink mode nat.");
  }
  const lan = networkOf(lab, node);
  const outside = (name: string, address: Ipv4, gateway: Ipv4): LabMachine => ({
    name,
    kind: "namespace",
    id: name,
    bridge: interfaceOf(lan),
    address,
    bits: prefixLength(lan.cidr),
    gateway,
  });
  return {
    host: machineOf(lab, node),
    guests: [...lab.machines.values()]
      .filter((machine) => machine.kind !== "node")
      .map((guest) => machineOf(lab, guest)),
    operator: outside("operator", hostAt(lan.cidr, operatorOctet), lan.gateway),
    visitor: outside("visitor", hostAt(lan.cidr, visitorOctet), lan.gateway),
    router: outside("router", lan.gateway, lan.gateway),
    networks: [...lab.networks.values()],
  };
}

/** Every machine except the host. */
export const others = (plan: Plan): readonly LabMachine[] => [...plan.guests, plan.operator, plan.visitor, plan.router];

/** The script that makes the bridges, and the machines without a system. The kernel's bridges pass packets to nft. */
export function networkScript(plan: Plan): string {
  const { host, networks, router } = plan;
  const bridges = networks.flatMap((network) => {
    const name = interfaceOf(network);
    const own = isHostRouted(network) ? network.gateway : name === host.bridge ? host.address : undefined;
    return [
      `ip link add ${name} type bridge`,
      ...(own === undefined ? [] : [`ip address add ${own}/${prefixLength(network.cidr)} dev ${name}`]),
      `ip link set ${name} up`,
    ];
  });
  const inside = networks.filter(isHostRouted);
  return [
    "set -euo pipefail",
    ...bridges,
    `ip route add default via ${host.gateway}`,
    ...settings.map((setting) => `sysctl --quiet --write ${setting}`),
    ...others(plan)
      .filter(({ kind }) => kind === "namespace")
      .flatMap((machine) => [
        ...namespace(machine),
        ...(machine === router ? [] : [`ip -n ${machine.id} route add default via ${machine.gateway}`]),
        // A machine beside the host may try to reach the guests' networks through it.
        ...(machine.bridge === host.bridge && machine !== router
          ? inside.map(({ cidr }) => `ip -n ${machine.id} route add ${cidr} via ${host.address}`)
          : []),
      ]),
    `ip -n ${router.id} address add ${internet}/32 dev lo`,
  ].join("\n");
}

/** Bridged packets are filtered, and refusals are not rate-limited: a lost refusal would look like a dropped packet. */
const settings = [
  "net.ipv4.ip_forward=1",
  "net.bridge.bridge-nf-call-iptables=1",
  "net.bridge.bridge-nf-call-ip6tables=1",
  "net.ipv4.icmp_ratelimit=0",
];

function namespace({ id, bridge, address, bits }: LabMachine): readonly string[] {
  return [
    `ip netns add ${id}`,
    `mkdir /lab/guests/${id}`,
    `ln -s /run/netns/${id} /lab/guests/${id}/net`,
    `ip link add ${portOf(id)} type veth peer name eth0 netns ${id}`,
    `ip link set ${portOf(id)} master ${bridge} up`,
    `ip -n ${id} link set lo up`,
    `ip -n ${id} address add ${address}/${bits} dev eth0`,
    `ip -n ${id} link set eth0 up`,
    `nsenter --net=/run/netns/${id} sysctl --quiet --write net.ipv4.icmp_ratelimit=0`,
  ];
}

/** The interface at the host's end of a machine's veth pair. */
export const portOf = (id: string): string => `veth-${id}`;

function machineOf(lab: Homelab, machine: Machine): LabMachine {
  const network = networkOf(lab, machine);
  return {
    name: machine.name,
    machine: machine,
    kind:
      machine.kind === "node" ? "host" : isManaged(machine) && machine.image !== undefined ? "container" : "namespace",
    id: machine.kind === "node" ? machine.name : String(machine.vmid),
    bridge: interfaceOf(network),
    address: machine.address,
    bits: prefixLength(network.cidr),
    gateway: network.gateway,
  };
}
