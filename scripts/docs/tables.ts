import { budget, secrets } from "../../homelab/derive";
import { secretName, type Get, type Homelab } from "../../homelab/model";
import { whereCaIs } from "./ca";
import { code, lines, page, table } from "./markdown";

/** Views of a homelab as pages for people. */

/** Which service uses which, where, and with which secrets. Equal uses on many guests share a row. */
export function connections(lab: Homelab, get: Get): string {
  const references = get(secrets);
  const rows = lab.connections.map(({ consumer, provider, key, use, contract, at, settings, secrets: shared }) => [
    consumer.service.name,
    code(key),
    provider.service.name,
    contract.name,
    (contract.claims?.(use.request) ?? []).map(({ of }) => of).join(", "),
    code(contract.url?.(settings) ?? `${at.address}:${at.port}`),
    lines(Object.values(shared).map((secret) => code(references.get(secretName(secret))?.reference ?? ""))),
  ]);
  const distinct = [...new Map(rows.map((row) => [row.join("|"), row])).values()];
  return page(
    "Connections",
    [
      "Every declared use of one service by another. Other permitted flows, such as web names and monitors, are in",
      "[flows.md](flows.md). Secrets appear only as references into the vault, which has the password that a URL lacks. Keys and",
      "channels in Redis begin with the user's name and a colon. A user of MongoDB belongs to its own database (`authSource`).",
      "",
      ...whereCaIs,
    ].join("\n"),
    table(["Service", "Key of the use", "Used service", "Contract", "What", "At", "Secrets"], distinct),
  );
}

/** Every service with where it runs and its ports. */
export function services(lab: Homelab): string {
  const rows = [...lab.services.values()].map((service) => {
    const on = lab.instances.filter((instance) => instance.service === service).map(({ machine }) => machine.name);
    return [
      `**${service.title}**<br>${service.description}`,
      code(service.app === undefined ? "" : `apps.${service.name}`),
      on.length > 3 ? `${on.length} guests` : on.join(", "),
      Object.entries(service.ports)
        .map(([key, { protocol, number, local }]) => `${key} ${number}/${protocol}${local ? " (own guest only)" : ""}`)
        .join(", "),
    ];
  });
  return page(
    "Services",
    [
      "Every service, where it runs, and its ports. A service with a key can be switched off in `homelab.yaml`; any other is",
      "switched off with its guest. Web names and who may use them are in [routes.md](routes.md); who may open which port is in",
      "[flows.md](flows.md).",
    ].join("\n"),
    table(["Service", "Key", "Runs on", "Ports"], rows),
  );
}

/** What guests use of their nodes. */
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
  const guests = [...lab.machines.values()]
    .filter((machine) => machine.kind !== "node")
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
    "What the guests use of each PVE node. Cores may exceed threads; memory and disks must not exceed those of the node.",
    `## Nodes\n\n${table(["Node", "Guests", "Cores", "Memory", "Disks", "Passed-through disks"], nodes)}`,
    `## Guests\n\n${table(["Guest", "Node", "Cores", "Memory", "Disk", "Passed-through disks", "Start order"], guests)}`,
  );
}
