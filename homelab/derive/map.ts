import { view, type Guest, type Network } from "../model";

/** One guest in the picture. */
interface Box {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** Graphviz source of the picture of the homelab: its networks, the guests in them, what runs where, and who uses whom. */
export const map = view("map", (lab): string => {
  const apps = new Map<string, string[]>();
  for (const { service, guest } of lab.instances) {
    if (typeof service.on === "function") continue;
    apps.set(guest.name, [...(apps.get(guest.name) ?? []), service.name]);
  }
  const clusters = [...lab.networks.values()].flatMap((network) => {
    const inside = [...lab.guests.values()].filter((guest) => guest.network === network.name);
    return inside.length === 0 ? [] : [cluster(network, inside.map((guest) => box(guest, apps.get(guest.name) ?? [])))];
  });
  const pairs = lab.connections
    .filter(({ consumer, provider }) => consumer.guest !== provider.guest && typeof consumer.service.on !== "function")
    .map(({ consumer, provider }) => `  ${id(consumer.guest.name)} -> ${id(provider.guest.name)};`);
  return [
    "digraph homelab {",
    '  graph [rankdir=LR, fontname="Helvetica", fontsize=13, compound=true, ranksep=1.1, nodesep=0.25, pad=0.3, bgcolor="white"];',
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#52606d", fontname="Helvetica", fontsize=10];',
    '  edge [color="#9fb3c8", arrowsize=0.6];',
    ...clusters,
    ...[...new Set(pairs)].toSorted(),
    "}",
    "",
  ].join("\n");
});

function cluster({ name, cidr, vlan, description }: Network, boxes: readonly Box[]): string {
  const tag = vlan === undefined ? "untagged" : `VLAN ${vlan}`;
  return [
    `  subgraph cluster_${id(name)} {`,
    `    graph [label="${escaped(`${name}  ${cidr}  ${tag}\n${description}`)}", style="rounded,filled", color="#bcccdc", fillcolor="#f0f4f8", labeljust=l];`,
    ...boxes.map(({ id: box_, title, lines }) => `    ${box_} [label="${escaped([title, ...lines].join("\n"))}"];`),
    "  }",
  ].join("\n");
}

function box(guest: Guest, services: readonly string[]): Box {
  const size = guest.kind === "node" ? [] : [`${guest.cores} cores, ${guest.memoryMiB / 1024} GiB`];
  return {
    id: id(guest.name),
    title: `${guest.title.split(" (")[0]}`,
    lines: [guest.address, ...size, ...wrapped(services)],
  };
}

/** Three names to a line keep a box about as wide as its title. */
function wrapped(names: readonly string[]): string[] {
  const rows = Math.ceil(names.length / 3);
  return Array.from({ length: rows }, (_, row) => names.slice(row * 3, row * 3 + 3).join(", "));
}

function id(name: string): string {
  return name.replaceAll("-", "_");
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
