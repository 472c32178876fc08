import { dns, type DnsRecord } from "../../homelab/derive";
import { isHostRouted, nodeHiding, type Get, type Machine, type Homelab } from "../../homelab/model";
import { code, lines, page, table } from "./markdown";

const kindOf = (machine: Machine): string => (machine.kind === "node" ? "PVE node" : machine.kind.toUpperCase());

/** Networks and guests, with every address and name. */
export function addressPlan(lab: Homelab, get: Get): string {
  const { records, reverse } = get(dns);
  const nameOf = new Map(reverse.map(({ address, name }) => [address, name]));
  const networks = [...lab.networks.values()].map((network) => [
    network.name,
    `${network.bridge}, ${network.vlan === undefined ? "untagged" : `VLAN ${network.vlan}`}`,
    code(network.cidr),
    `${code(network.gateway)} (${isHostRouted(network) ? `host ${network.node}` : "router"})`,
    code(nameOf.get(network.gateway) ?? ""),
    network.description,
  ]);
  const head = ["Guest", "Key in homelab.yaml", "Kind", "VMID", "Network", "Address"];
  const differs = records.some(({ address, outside }) => address !== outside);
  const guests = [...lab.machines.values()].map((machine) => {
    const own = records.filter(({ of }) => of === machine.title);
    const main = nameOf.get(machine.address) ?? "";
    return [
      machine.title,
      code(machine.kind === "node" ? `pve.nodes.${machine.name}` : `guests.${machine.name}`),
      kindOf(machine),
      machine.kind === "node" ? "" : machine.vmid,
      machine.network,
      code(machine.address),
      ...(differs ? [code(onLan(lab, machine, own))] : []),
      code(main),
      lines(own.filter(({ name }) => name !== main).map(({ name }) => code(name))),
    ];
  });
  return page(
    "Address plan",
    introduction(lab, records, differs),
    `## Networks\n\n${table(["Network", "Where", "CIDR", "Gateway", "Its name", "Purpose"], networks)}`,
    `## Guests\n\n${table([...head, ...(differs ? ["On the LAN"] : []), "Name", "Also"], guests)}`,
  );
}

/** The address that the household's devices get for a machine; empty when they could not reach it. */
function onLan(lab: Homelab, machine: Machine, own: readonly DnsRecord[]): string {
  const outside = own[0]?.outside ?? machine.address;
  return nodeHiding(lab, machine) !== undefined && outside === machine.address ? "" : outside;
}

function introduction(lab: Homelab, records: readonly DnsRecord[], differs: boolean): string {
  const web = records.find(({ of }) => [...lab.services.values()].some(({ title }) => title === of));
  return [
    "Every network and every guest. A reverse lookup of an address returns the name in the same row. That name always means the",
    "machine itself, while a shorter one may be a web name. Web names are in [routes.md](routes.md), all names as zone files",
    `in [dns](dns).${
      web === undefined
        ? ""
        : ` Web names lead to the reverse proxy: \`${web.address}\`${differs ? `, on the LAN \`${web.outside}\`` : ""}.`
    }`,
    ...(differs
      ? [
          "\nThe host hides its guests (`uplink.mode: nat`). On the LAN, a name leads to the host's address if the host publishes a",
          "port of the guest. When the column is empty, the LAN cannot reach the guest.",
        ]
      : []),
  ].join("\n");
}
