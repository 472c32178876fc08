import type { Cidr, Ipv4 } from "../values/ipv4";
import { containsAny } from "../values/ipv4";
import { inRole, isManaged, nodeHiding, view, type Audience, type Homelab } from "../model";

/** Named groups of addresses, which the firewall knows as IP sets. */
export type SetName = Exclude<Audience, "internet"> | "site" | "management";

export interface AddressSet {
  readonly name: SetName;
  readonly comment: string;
  readonly entries: readonly { readonly cidr: Ipv4 | Cidr; readonly comment: string }[];
}

/** Who belongs to each audience, and the sets that rules need beside them; entries in order of declaration. */
export const addressSets = view("address sets", (lab): readonly AddressSet[] => {
  const guests = [...lab.guests.values()].filter((guest) => guest.kind !== "node");
  const nodes = [...lab.guests.values()].filter((guest) => guest.kind === "node");
  const entry = ({ name, address }: { readonly name: string; readonly address: Ipv4 }) => ({
    cidr: address,
    comment: name,
  });
  const networks = [...lab.networks.values()];
  const lan = networks.filter(({ name }) => name === "lan");
  const vpn = inRole(lab, "vpn");
  const hosts = [
    ...nodes.map(entry),
    ...networks
      .filter(({ routedBy }) => routedBy === "host")
      .map(({ name, gateway, node }) => ({ cidr: gateway, comment: `${node} in ${name}` })),
  ];
  return [
    {
      name: "operators",
      comment: "may manage hosts and guests (operators of homelab.yaml)",
      entries: lab.site.operators.map((cidr) => ({ cidr, comment: "operator" })),
    },
    {
      // Proxmox VE's own: whoever is in it reaches SSH, web interface and consoles of the hosts, which call each other so.
      name: "management",
      comment: "who Proxmox VE itself admits to its interfaces",
      entries: [
        ...lab.site.operators.map((cidr) => ({ cidr, comment: "operator" })),
        // The first one is in it by the alias local_network.
        ...nodes.slice(1).map(entry),
      ],
    },
    {
      name: "household",
      comment: "devices of the household, and VPN peers",
      entries: [
        ...lan.map(({ cidr, name }) => ({ cidr, comment: name })),
        ...(vpn === undefined ? [] : [{ cidr: vpn.guest.address, comment: "VPN peers" }]),
      ],
    },
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
    { name: "hosts", comment: "every address of the PVE hosts", entries: hosts },
    {
      name: "site",
      comment: "all networks of the homelab",
      entries: networks.map(({ cidr, name }) => ({ cidr, comment: name })),
    },
  ];
});

/** Whether an address belongs to a set. */
export function isMember(sets: readonly AddressSet[], name: SetName | Audience, address: Ipv4): boolean {
  const entries = sets.find((set) => set.name === name)?.entries ?? [];
  return containsAny(
    entries.map(({ cidr }) => cidr),
    address,
  );
}

/** Where several nodes masquerade, the guests of one are seen by those of another with the address of their node. */
function hidingNodes(lab: Homelab): AddressSet["entries"] {
  const nodes = new Set([...lab.guests.values()].flatMap((guest) => nodeHiding(lab, guest) ?? []));
  return nodes.size < 2
    ? []
    : [...nodes].map(({ name, address }) => ({ cidr: address, comment: `guests behind ${name}` }));
}
