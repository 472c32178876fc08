import { budget, dns, routes, routeUrl, secrets } from "../../homelab/derive";
import { secretName, type Get, type Guest, type Homelab, type SignOn } from "../../homelab/model";
import { code, lines, page, table } from "./markdown";

/** Views of a homelab as pages for people. */

const kindOf = (guest: Guest): string => (guest.kind === "node" ? "PVE node" : guest.kind.toUpperCase());

/** Networks and guests, with every address and name. */
export function addressPlan(lab: Homelab, get: Get): string {
  const { records } = get(dns);
  const networks = [...lab.networks.values()].map(
    ({ name, bridge, vlan, cidr, gateway, routedBy, node, description }) => [
      name,
      `${bridge}, ${vlan === undefined ? "untagged" : `VLAN ${vlan}`}`,
      code(cidr),
      `${code(gateway)} (${routedBy === "host" ? `host ${node}` : "router"})`,
      description,
    ],
  );
  const guests = [...lab.guests.values()].map((guest) => [
    guest.title,
    code(guest.kind === "node" ? `pve.nodes.${guest.name}` : `guests.${guest.name}`),
    kindOf(guest),
    guest.kind === "node" ? "" : guest.vmid,
    guest.network,
    code(guest.address),
    lines(records.filter(({ of }) => of === guest.title).map(({ name }) => code(name))),
  ]);
  return page(
    "Address plan",
    "Every network and every guest. Web names, which all lead to the reverse proxy, stand in [services.md](services.md).",
    `## Networks\n\n${table(["Network", "Where", "CIDR", "Gateway", "Purpose"], networks)}`,
    `## Guests\n\n${table(["Guest", "Key in homelab.yaml", "Kind", "VMID", "Network", "Address", "Names"], guests)}`,
  );
}

/** Who uses what, where, and with which secrets. What each of many guests does alike is one row. */
export function connections(lab: Homelab, get: Get): string {
  const references = get(secrets);
  const rows = lab.connections.map(({ consumer, provider, key, use, contract, at, secrets: shared }) => [
    consumer.service.name,
    code(key),
    provider.service.name,
    contract.name,
    (contract.claims?.(use.request) ?? []).map(({ of }) => of).join(", "),
    code(`${at.host}:${at.port}`),
    lines(Object.values(shared).map((secret) => code(references.get(secretName(secret))?.reference ?? ""))),
  ]);
  const distinct = [...new Map(rows.map((row) => [row.join("|"), row])).values()];
  return page(
    "Connections",
    [
      "Every declared use of one service by another. The firewall admits these, what [services.md](services.md) shows, and",
      "nothing else between networks. A secret is only ever a reference into the vault.",
    ].join("\n"),
    table(["Service", "Calls it", "Used service", "Contract", "What", "At", "Secrets"], distinct),
  );
}

const signOns: Readonly<Record<SignOn["mode"], string>> = {
  oidc: "Authentik (OpenID Connect)",
  forward: "Authentik (forward auth)",
  own: "own accounts",
  none: "none",
};

const signOnText = (signOn: SignOn): string =>
  "why" in signOn ? `${signOns[signOn.mode]}: ${signOn.why}` : signOns[signOn.mode];

/** Every service with its ports, web names and sign-on. */
export function services(lab: Homelab, get: Get): string {
  const rows = [...lab.services.values()].map((service) => {
    const own = get(routes).filter(({ instance }) => instance.service === service);
    const on = lab.instances.filter((instance) => instance.service === service).map(({ guest }) => guest.name);
    return [
      `**${service.title}**<br>${service.description}`,
      code(service.app === undefined ? "" : `apps.${service.name}`),
      on.length > 3 ? `${on.length} guests` : on.join(", "),
      lines(own.map((route) => `<${routeUrl(route)}>`)),
      lines([...new Set(own.map(({ signOn }) => signOnText(signOn)))]),
      Object.entries(service.listens)
        .map(([key, { protocol, port, local }]) => `${key} ${port}/${protocol}${local ? " (own guest only)" : ""}`)
        .join(", "),
    ];
  });
  return page(
    "Services",
    [
      "Every service, where it runs, its web names behind the reverse proxy, who asks for the password, and its ports.",
      "One with a key can be switched off in `homelab.yaml`; any other goes with its guest.",
    ].join("\n"),
    table(["Service", "Key", "Runs on", "Web name", "Sign-on", "Ports"], rows),
  );
}

/** What guests take from their nodes. */
export function budgetPage(lab: Homelab, get: Get): string {
  const gib = (mib: number): string => `${mib / 1024} GiB`;
  const nodes = get(budget).map((row) => [
    row.node,
    row.guests,
    `${row.cores} on ${row.threads} threads`,
    `${gib(row.memoryMiB)}, leaves ${gib(row.availableMemoryMiB)}`,
    `${row.diskGiB} GiB`,
    row.bulkGiB === 0 ? "" : `${row.bulkGiB / 1024} TiB`,
  ]);
  const guests = [...lab.guests.values()]
    .filter((guest) => guest.kind !== "node")
    .map(({ title, node, cores, memoryMiB, diskGiB, bulkGiB, startup }) => [
      title,
      node,
      cores,
      gib(memoryMiB),
      `${diskGiB} GiB`,
      bulkGiB === 0 ? "" : `${bulkGiB / 1024} TiB`,
      startup.order,
    ]);
  return page(
    "Budget",
    "What the guests take from each PVE node. Cores may exceed threads; memory and disks may not exceed what there is.",
    `## Nodes\n\n${table(["Node", "Guests", "Cores", "Memory", "Disks", "Passed-through disks"], nodes)}`,
    `## Guests\n\n${table(["Guest", "Node", "Cores", "Memory", "Disk", "Passed-through disks", "Start order"], guests)}`,
  );
}
