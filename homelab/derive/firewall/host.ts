import { interfaceOf, view, type Get, type Homelab, type Network, type Node } from "../../model";
import { addressSets, setName } from "../reach/address-sets";
import { forwardedFlowsOf, type ForwardedZone } from "../reach/forwarded-flows";
import { routingNodes, type RoutingNode } from "../reach/routing-nodes";
import { forwardChain, ruleSets } from "./host-forward";
import { natChains } from "./host-nat";
import { nftTable, quoted, type NftChain, type NftSet } from "./nft";

/** The nft table that a routing node loads into its kernel. */
export interface HostFirewall {
  readonly node: Node;
  /** A file for `nft -f`. */
  readonly text: string;
}

/** Name of our only table; Proxmox VE and others have theirs. */
export const hostTable = "inet homelab";

/**
 * What nodes forward. PVE's firewall filters at each guest's interface and not what the node routes, so a guest whose
 * firewall is off would be open to everything. This table is a second line of defence, rendered from the same flow
 * rules. An accept here is not final: other chains still see the packet.
 *
 * There is no chain for what the node itself receives: PVE's own firewall filters that.
 */
export const hostFirewalls = view("host firewalls", (lab, get): readonly HostFirewall[] =>
  get(routingNodes).map((routing) => ({ node: routing.node, text: tableOf(lab, get, routing) })),
);

function tableOf(lab: Homelab, get: Get, routing: RoutingNode): string {
  const forwarded = forwardedFlowsOf(lab, get, routing);
  const site = get(addressSets).find(({ of }) => of === "site")?.entries ?? [];
  const sets: readonly NftSet[] = [
    ...placeSets(routing),
    { name: "site", type: "ipv4_addr", intervals: true, elements: elementsOf(site) },
    ...forwarded.zones.map(zoneSet),
    ...ruleSets(forwarded.permitted),
  ];
  return nftTable(hostTable, sets, [
    zones,
    forwardChain(routing, forwarded.permitted),
    refused,
    ...natChains(lab, get, routing),
  ]);
}

/**
 * With the guests' firewalls on, connection tracking sees a packet on the guest's firewall bridge before the node
 * forwards it. A separate tracking zone for those bridges keeps translated connections intact.
 *
 * @see https://pve.proxmox.com/wiki/Network_Configuration "Masquerading (NAT) with iptables"
 */
const zones: NftChain = {
  name: "zones",
  hook: "type filter hook prerouting priority raw; policy accept;",
  rules: [{ rule: 'iifname "fwbr*" ct zone set 1', comment: "bridges of the guests' firewalls" }],
};

/** Guests get an immediate error; senders outside get no answer. */
const refused: NftChain = {
  name: "refused",
  rules: [
    { rule: 'limit rate 10/minute burst 20 packets log prefix "homelab refused: " level info' },
    { rule: "iifname @inside counter reject with icmp admin-prohibited", comment: "no flow rule" },
    { rule: "counter drop", comment: "no flow rule" },
  ],
};

/** The networks and their interfaces. By name, because an interface may appear after the table is loaded. */
function placeSets({ networks }: RoutingNode): readonly NftSet[] {
  const place = (network: Network): string => quoted(interfaceOf(network));
  return [
    {
      name: "inside",
      type: "ifname",
      elements: networks.map((network) => ({ value: place(network), comment: network.name })),
    },
    {
      name: "ours",
      type: "ipv4_addr",
      intervals: true,
      elements: networks.map(({ cidr, name }) => ({ value: cidr, comment: name })),
    },
    {
      name: "homes",
      type: "ifname . ipv4_addr",
      intervals: true,
      elements: networks.map((network) => ({ value: `${place(network)} . ${network.cidr}`, comment: network.name })),
    },
  ];
}

function elementsOf(entries: ForwardedZone["entries"]): NftSet["elements"] {
  return entries.map(({ cidr, comment }) => ({ value: cidr, comment }));
}

function zoneSet({ name, entries }: ForwardedZone): NftSet {
  return { name: setName(name), type: "ipv4_addr", intervals: true, elements: elementsOf(entries) };
}
