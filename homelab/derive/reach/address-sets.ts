import { contains, covers, isIpv4, type Cidr, type Ipv4 } from "../../values/ipv4";
import {
  inRole,
  isHostRouted,
  isManaged,
  lanOf,
  nodeHiding,
  view,
  type Get,
  type Zone,
  type Machine,
  type Homelab,
  type Guest,
  type Node,
} from "../../model";
import { isOutside } from "./routing-nodes";

/** What an address set holds: the members of a zone, or addresses that rules need in addition to the zones. */
export type SetOf = Exclude<Zone, "internet"> | "site" | "management";

/** A named group of addresses: an IP set of a firewall. */
export interface AddressSet {
  readonly of: SetOf;
  /** See `setName`. */
  readonly name: string;
  readonly comment: string;
  readonly entries: readonly { readonly cidr: Ipv4 | Cidr; readonly comment: string }[];
}

/**
 * The name of a set in firewalls. The set of `ntpClients` keeps its older name `machines`: the provider replaces a
 * renamed set, and until the new one exists, rules that refer to it match nothing.
 */
export const setName = (of: SetOf | Zone): string => (of === "ntpClients" ? "machines" : of);

/** The members of each zone, and the other sets that rules need; entries in order of declaration. */
export const addressSets = view("address sets", (lab): readonly AddressSet[] =>
  setsOf(lab).map((set) => ({ ...set, name: setName(set.of) })),
);

function setsOf(lab: Homelab): readonly Omit<AddressSet, "name">[] {
  const all = [...lab.machines.values()];
  const guests = all.filter((machine) => machine.kind !== "node");
  const nodes = all.filter((machine) => machine.kind === "node");
  return [
    ...peopleSets(lab, nodes),
    {
      of: "guests",
      comment: "guests that Terraform manages",
      entries: [...guests.filter(isManaged).map(entry), ...hidingNodes(lab)],
    },
    {
      of: "ntpClients",
      comment: "virtual machines and PVE hosts, which keep their own time",
      entries: [...guests.filter(({ kind }) => kind === "vm").map(entry), ...nodes.map(entry)],
    },
    { of: "hosts", comment: "every address of the PVE hosts", entries: [...nodes.map(entry), ...gateways(lab)] },
    {
      of: "site",
      comment: "all networks of the homelab",
      entries: [...lab.networks.values()].map(({ cidr, name }) => ({ cidr, comment: name })),
    },
  ];
}

/** Whether an address belongs to a set. A set that does not exist has no members. */
export function isMember(get: Get, of: SetOf | Zone, address: Ipv4): boolean {
  const set = get(addressIndex).get(of);
  return set !== undefined && (set.single.has(address) || set.networks.some((cidr) => contains(cidr, address)));
}

/** Guests and nodes in each set, by their own addresses. */
export const members = view("members of address sets", (lab, get): ReadonlyMap<string, ReadonlySet<Machine>> => {
  const all = [...lab.machines.values()];
  return new Map(
    get(addressSets).map(({ of }) => [of, new Set(all.filter(({ address }) => isMember(get, of, address)))]),
  );
});

/** Addresses and networks of each set. A set may hold every machine, and each of them is looked up: hence an index. */
const addressIndex = view("index of address sets", (_, get) => {
  const indexed = get(addressSets).map(({ of, entries }) => {
    const all = entries.map(({ cidr }) => cidr);
    const single = new Set(all.filter(isIpv4));
    const networks = all.filter((entry) => !isIpv4(entry));
    return [of, { single, networks }] as const;
  });
  return new Map<SetOf | Zone, (typeof indexed)[number][1]>(indexed);
});

/** The sets about people: operators, the hosts that Proxmox VE itself admits, and the household. */
function peopleSets(lab: Homelab, nodes: readonly Node[]): readonly Omit<AddressSet, "name">[] {
  const operators = lab.site.operators.map((cidr) => ({ cidr, comment: "operator" }));
  const lan = lanOf(lab);
  const vpn = inRole(lab, "vpn");
  return [
    {
      of: "operators",
      comment: "may manage hosts and guests (operators of homelab.yaml)",
      entries: operators,
    },
    // A set that Proxmox VE itself uses: its members reach SSH, web interface and consoles of the hosts, and the hosts
    // call each other that way. The alias local_network makes the first host a member. Operators get separate rules:
    // the provider replaces a set whose members change, and must not lock operators out while it does.
    ...(nodes.length < 2
      ? []
      : [
          {
            of: "management" as const,
            comment: "hosts, whom Proxmox VE itself admits to each other's interfaces",
            entries: nodes.slice(1).map(entry),
          },
        ]),
    {
      of: "household",
      comment: "devices of the household, operators, and VPN peers",
      entries: [
        { cidr: lan.cidr, comment: lan.name },
        // Operators in other networks need names and web interfaces as well.
        ...operators.filter(({ cidr }) => !covers(lan.cidr, cidr)),
        ...(vpn === undefined ? [] : [{ cidr: vpn.machine.address, comment: "VPN peers" }]),
      ],
    },
  ];
}

/** In each network that a host routes, it also has the gateway address. */
function gateways({ networks }: Homelab): AddressSet["entries"] {
  return [...networks.values()]
    .filter(isHostRouted)
    .map(({ name, gateway, node }) => ({ cidr: gateway, comment: `${node} in ${name}` }));
}

/** Machines outside, including another node's guests, see the guests that a node hides under that node's address. */
function hidingNodes(lab: Homelab): AddressSet["entries"] {
  const machines = [...lab.machines.values()];
  const callers = machines.filter((machine) => machine.kind === "node" || isManaged(machine));
  return [...new Set(machines.map((machine) => nodeHiding(lab, machine)))]
    .filter((node) => node !== undefined)
    .filter((node) => callers.some((machine) => isOutside(lab, machine, node)))
    .map(({ name, address }) => ({ cidr: address, comment: `guests behind ${name}` }));
}

function entry({ name, address }: Guest | Node) {
  return { cidr: address, comment: name };
}
