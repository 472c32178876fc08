import { contains, prefixLength, type Cidr, type Ipv4 } from "../../values/ipv4";
import {
  inRole,
  isManaged,
  nodeHiding,
  view,
  type Audience,
  type Machine,
  type Homelab,
  type Guest,
  type Node,
} from "../../model";

/** Named groups of addresses, which the firewall knows as IP sets. */
export type SetName = Exclude<Audience, "internet"> | "site" | "management";

export interface AddressSet {
  readonly name: SetName;
  readonly comment: string;
  readonly entries: readonly { readonly cidr: Ipv4 | Cidr; readonly comment: string }[];
}

/** Who belongs to each audience, and the sets that rules need beside them; entries in order of declaration. */
export const addressSets = view("address sets", (lab): readonly AddressSet[] => {
  const all = [...lab.machines.values()];
  const guests = all.filter((machine) => machine.kind !== "node");
  const nodes = all.filter((machine) => machine.kind === "node");
  return [
    ...circles(lab, nodes),
    {
      name: "guests",
      comment: "guests that Terraform manages",
      entries: [...guests.filter(isManaged).map(entry), ...hidingNodes(lab)],
    },
    {
      name: "machines",
      comment: "virtual machines and PVE hosts, which keep their own time",
      entries: [...guests.filter(({ kind }) => kind === "vm").map(entry), ...nodes.map(entry)],
    },
    { name: "hosts", comment: "every address of the PVE hosts", entries: [...nodes.map(entry), ...gateways(lab)] },
    {
      name: "site",
      comment: "all networks of the homelab",
      entries: [...lab.networks.values()].map(({ cidr, name }) => ({ cidr, comment: name })),
    },
  ];
});

/** Whether an address belongs to a set; to one that does not exist none does. */
export function isMember(sets: readonly AddressSet[], name: SetName | Audience, address: Ipv4): boolean {
  const set = sets.find((candidate) => candidate.name === name);
  if (set === undefined) return false;
  const { single, networks } = indexOf(set);
  return single.has(address) || networks.some((cidr) => contains(cidr, address));
}

/** Guests and hosts in each set, by their own addresses. */
export const members = view("members of address sets", (lab, get): ReadonlyMap<string, ReadonlySet<Machine>> => {
  const sets = get(addressSets);
  const all = [...lab.machines.values()];
  return new Map(sets.map(({ name }) => [name, new Set(all.filter(({ address }) => isMember(sets, name, address)))]));
});

interface Members {
  readonly single: ReadonlySet<string>;
  readonly networks: readonly Cidr[];
}

const indexes = new WeakMap<AddressSet, Members>();

/** Asked for every guest of a set that may hold every guest, so its addresses are not searched one by one. */
function indexOf(set: AddressSet): Members {
  const entries = set.entries.map(({ cidr }) => cidr);
  const members = indexes.get(set) ?? {
    single: new Set<string>(entries.filter((entry) => !entry.includes("/"))),
    networks: entries.filter((entry): entry is Cidr => entry.includes("/")),
  };
  indexes.set(set, members);
  return members;
}

/** The circles of people: who manages, whom Proxmox VE itself admits, and who lives here. */
function circles(lab: Homelab, nodes: readonly Node[]): AddressSet[] {
  const operators = lab.site.operators.map((cidr) => ({ cidr, comment: "operator" }));
  const lan = [...lab.networks.values()].filter(({ name }) => name === "lan");
  const vpn = inRole(lab, "vpn");
  return [
    {
      name: "operators",
      comment: "may manage hosts and guests (operators of homelab.yaml)",
      entries: operators,
    },
    // Proxmox VE's own: whoever is in it reaches SSH, web interface and consoles of the hosts, which call each other so. The
    // first host is in it by the alias local_network. Operators have rules of their own: the provider replaces a set whose
    // members change, and nobody may be shut out meanwhile.
    ...(nodes.length < 2
      ? []
      : [
          {
            name: "management" as const,
            comment: "hosts, whom Proxmox VE itself admits to each other's interfaces",
            entries: nodes.slice(1).map(entry),
          },
        ]),
    {
      name: "household",
      comment: "devices of the household, operators, and VPN peers",
      entries: [
        ...lan.map(({ cidr, name }) => ({ cidr, comment: name })),
        // Whoever manages from elsewhere needs names and web interfaces as well.
        ...operators.filter(({ cidr }) => !lan.some((network) => covers(network.cidr, cidr))),
        ...(vpn === undefined ? [] : [{ cidr: vpn.machine.address, comment: "VPN peers" }]),
      ],
    },
  ];
}

/** A host is its own gateway address in every network that it routes. */
function gateways({ networks }: Homelab): AddressSet["entries"] {
  return [...networks.values()]
    .filter(({ routedBy }) => routedBy === "host")
    .map(({ name, gateway, node }) => ({ cidr: gateway, comment: `${node} in ${name}` }));
}

/** Guests that a node hides are seen by everybody outside, another node's guests among them, with the node's address. */
function hidingNodes(lab: Homelab): AddressSet["entries"] {
  const machines = [...lab.machines.values()];
  const hiders = new Map(machines.map((machine) => [machine, nodeHiding(lab, machine)]));
  const isOutside = (machine: Machine, node: Node): boolean =>
    machine !== node && hiders.get(machine) !== node && (machine.kind === "node" || isManaged(machine));
  return [...new Set(hiders.values())]
    .filter((node) => node !== undefined)
    .filter((node) => machines.some((machine) => isOutside(machine, node)))
    .map(({ name, address }) => ({ cidr: address, comment: `guests behind ${name}` }));
}

function entry({ name, address }: Guest | Node) {
  return { cidr: address, comment: name };
}

/** Whether a network contains an address or another network. */
function covers(cidr: Cidr, entry: Ipv4 | Cidr): boolean {
  const [address = "", bits = "32"] = entry.split("/");
  return contains(cidr, address as Ipv4) && Number(bits) >= prefixLength(cidr);
}
