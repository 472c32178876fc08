import { contains, covers, isIpv4, type Cidr, type Ipv4 } from "../../values/ipv4";
import {
  inRole,
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

/** What an address set is of: everybody in a zone, or those whom rules need beside the zones. */
export type SetOf = Exclude<Zone, "internet"> | "site" | "management";

/** A named group of addresses, which firewalls know as an IP set. */
export interface AddressSet {
  readonly of: SetOf;
  /** See `setName`. */
  readonly name: string;
  readonly comment: string;
  readonly entries: readonly { readonly cidr: Ipv4 | Cidr; readonly comment: string }[];
}

/**
 * What firewalls call a set. `machines` is older than the zone's name: the provider replaces a set that is renamed, and
 * rules that refer to it would match nothing meanwhile.
 */
export const setName = (of: SetOf | Zone): string => (of === "ntpClients" ? "machines" : of);

/** Who belongs to each zone, and the sets that rules need beside them; entries in order of declaration. */
export const addressSets = view("address sets", (lab): readonly AddressSet[] =>
  setsOf(lab).map((set) => ({ ...set, name: setName(set.of) })),
);

function setsOf(lab: Homelab): readonly Omit<AddressSet, "name">[] {
  const all = [...lab.machines.values()];
  const guests = all.filter((machine) => machine.kind !== "node");
  const nodes = all.filter((machine) => machine.kind === "node");
  return [
    ...circles(lab, nodes),
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

/** Whether an address belongs to a set; to one that does not exist none does. */
export function isMember(get: Get, of: SetOf | Zone, address: Ipv4): boolean {
  const set = get(addressIndex).get(of);
  return set !== undefined && (set.single.has(address) || set.networks.some((cidr) => contains(cidr, address)));
}

/** Guests and hosts in each set, by their own addresses. */
export const members = view("members of address sets", (lab, get): ReadonlyMap<string, ReadonlySet<Machine>> => {
  const all = [...lab.machines.values()];
  return new Map(
    get(addressSets).map(({ of }) => [of, new Set(all.filter(({ address }) => isMember(get, of, address)))]),
  );
});

/** Addresses and networks of each set. A set may hold every machine and is asked for each of them: no search one by one. */
const addressIndex = view("index of address sets", (_, get) => {
  const indexed = get(addressSets).map(({ of, entries }) => {
    const all = entries.map(({ cidr }) => cidr);
    const single = new Set(all.filter(isIpv4));
    const networks = all.filter((entry) => !isIpv4(entry));
    return [of, { single, networks }] as const;
  });
  return new Map<SetOf | Zone, (typeof indexed)[number][1]>(indexed);
});

/** The circles of people: who manages, whom Proxmox VE itself admits, and who lives here. */
function circles(lab: Homelab, nodes: readonly Node[]): readonly Omit<AddressSet, "name">[] {
  const operators = lab.site.operators.map((cidr) => ({ cidr, comment: "operator" }));
  const lan = lanOf(lab);
  const vpn = inRole(lab, "vpn");
  return [
    {
      of: "operators",
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
        // Whoever manages from elsewhere needs names and web interfaces as well.
        ...operators.filter(({ cidr }) => !covers(lan.cidr, cidr)),
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
  const callers = machines.filter((machine) => machine.kind === "node" || isManaged(machine));
  return [...new Set(machines.map((machine) => nodeHiding(lab, machine)))]
    .filter((node) => node !== undefined)
    .filter((node) => callers.some((machine) => isOutside(lab, machine, node)))
    .map(({ name, address }) => ({ cidr: address, comment: `guests behind ${name}` }));
}

function entry({ name, address }: Guest | Node) {
  return { cidr: address, comment: name };
}
