import { view, type Guest, type Homelab, type Network } from "../model";
import { cardLabel, cardWidth, escaped, grey, shortTitle, type Card } from "./map-card";

/** A light and a strong colour for each network, in the order of their places. */
const palette = [
  { light: "#f1f5f9", strong: "#475569" },
  { light: "#ecfdf5", strong: "#0f766e" },
  { light: "#eff6ff", strong: "#1d4ed8" },
  { light: "#fff7ed", strong: "#c2410c" },
  { light: "#faf5ff", strong: "#7e22ce" },
  { light: "#fefce8", strong: "#a16207" },
] as const;

/** Cards that stand above each other; neighbouring networks share a column as long as they have no more. */
const columnLength = 6;

/** Every viewer has it, or a font of the same widths; Graphviz knows its metrics. */
const font = { fontname: "Arial", fontsize: 11 } as const;

/** A network with its guests and its look. */
interface Box {
  readonly network: Network;
  readonly cards: readonly Card[];
  readonly light: string;
  readonly strong: string;
}

type Column = readonly Box[];

/** Two guests of which one uses the other, or each the other. */
interface Line {
  readonly from: Guest;
  readonly to: Guest;
  readonly mutual: boolean;
}

/**
 * Graphviz source of the picture of the homelab: its networks, the guests in them, what runs on them, and who uses whom.
 * What runs in several networks (base layer, agents) is the same everywhere, so it is told once, below.
 */
export const map = view("map", (lab): string => {
  const everywhere = [...lab.services.values()].filter(({ name }) => networksOf(lab, name).size > 1);
  const local = lab.instances.filter(({ service }) => !everywhere.includes(service));
  const lines = linesOf(lab.connections.filter(({ consumer }) => local.includes(consumer)));
  const cards = [...lab.guests.values()].map((guest) => ({
    guest,
    titles: local.filter((instance) => instance.guest === guest).map(({ service }) => shortTitle(service.title)),
  }));
  const boxes = boxesOf(lab, cards, lines);
  const columns = columnsOf(boxes);
  const common = everywhere.map(({ title }) => title).join(", ");
  const caption = `An arrow leads to what a guest uses. In every network runs besides: ${common}.`;
  return [
    "digraph homelab {",
    `  graph ${attributes({ ...font, fontcolor: grey, label: caption, labelloc: "b", labeljust: "l", bgcolor: "white" })};`,
    `  graph ${attributes({ rankdir: "LR", newrank: true, ranksep: 0.7, nodesep: 0.2, pad: 0.15 })};`,
    `  node ${attributes({ ...font, shape: "plain" })};`,
    `  edge ${attributes({ arrowsize: 0.6, penwidth: 1.1 })};`,
    ...boxes.map(cluster),
    ...columns.map((column) => `  { rank=same; ${namesIn(column).join("; ")} }`),
    // Keeps the columns in their order.
    `  ${columns.map((column) => namesIn(column)[0]).join(" -> ")} ${attributes({ style: "invis", weight: 0 })};`,
    ...lines.map((line) => edge(line, columns)),
    "}",
    "",
  ].join("\n");
});

function networksOf({ instances }: Homelab, service: string): ReadonlySet<string> {
  return new Set(instances.filter((instance) => instance.service.name === service).map(({ guest }) => guest.network));
}

function linesOf(connections: Homelab["connections"]): readonly Line[] {
  const pairs = connections.map(({ consumer, provider }) => ({ from: consumer.guest, to: provider.guest }));
  const known = new Set(pairs.map(({ from, to }) => `${from.name} ${to.name}`));
  const lines = pairs
    .filter(({ from, to }) => from !== to)
    .map(({ from, to }) => ({ from, to, mutual: known.has(`${to.name} ${from.name}`) }));
  return [...new Map(lines.map((line) => [keyOf(line), line])).values()];
}

function keyOf({ from, to, mutual }: Line): string {
  const swapped = mutual && from.name > to.name;
  return swapped ? `${to.name} ${from.name}` : `${from.name} ${to.name}`;
}

/** Networks that have guests, each put where the lines to those before it are shortest. */
function boxesOf({ networks }: Homelab, cards: readonly Card[], lines: readonly Line[]): readonly Box[] {
  let order: readonly Network[] = [];
  for (const network of networks.values()) {
    if (!cards.some(({ guest }) => guest.network === network.name)) continue;
    const placed = order;
    const places = [...placed, network].map((_, index) => placed.toSpliced(index, 0, network));
    order = places.toSorted((a, b) => span(a, lines) - span(b, lines))[0] ?? [];
  }
  return order.map((network, index) => ({
    network,
    cards: cards.filter(({ guest }) => guest.network === network.name),
    ...(palette[index % palette.length] as (typeof palette)[number]),
  }));
}

/** How many places all lines together cross. */
function span(order: readonly Network[], lines: readonly Line[]): number {
  const at = new Map(order.map(({ name }, index) => [name, index]));
  return lines.reduce((total, { from, to }) => {
    const [one, other] = [at.get(from.network), at.get(to.network)];
    return one === undefined || other === undefined ? total : total + Math.abs(one - other);
  }, 0);
}

function columnsOf(boxes: readonly Box[]): readonly Column[] {
  const columns: Box[][] = [];
  for (const box of boxes) {
    const last = columns.at(-1);
    if (last !== undefined && namesIn([...last, box]).length <= columnLength) last.push(box);
    else columns.push([box]);
  }
  return columns;
}

function namesIn(column: Column): readonly string[] {
  return column.flatMap(({ cards }) => cards.map(({ guest }) => id(guest.name)));
}

function cluster({ network, cards, light, strong }: Box): string {
  const { name, cidr, vlan, isolated } = network;
  const facts = [cidr, vlan === undefined ? "untagged" : `VLAN ${vlan}`, ...(isolated ? ["no internet"] : [])];
  const words = `<B>${escaped(name)}</B><BR ALIGN="LEFT"/>${escaped(facts.join(", "))}<BR ALIGN="LEFT"/>`;
  const width = cardWidth(cards);
  return [
    `  subgraph cluster_${id(name)} {`,
    `    graph [label=<<FONT COLOR="${strong}">${words}</FONT>>];`,
    `    graph ${attributes({ labelloc: "t", style: "rounded,filled", color: strong, fillcolor: light, margin: 10 })};`,
    ...cards.map((card) => `    ${id(card.guest.name)} [label=<${cardLabel(card, strong, width)}>];`),
    "  }",
  ].join("\n");
}

/** A line has the colour of what it leads to. It is stated from left to right, or its direction would move a column. */
function edge({ from, to, mutual }: Line, columns: readonly Column[]): string {
  const place = ({ network }: Guest): number =>
    columns.findIndex((column) => column.some((box) => box.network.name === network));
  const target = columns.flat().find(({ network }) => network.name === to.network);
  const [left, right] = place(from) <= place(to) ? [from, to] : [to, from];
  const dir = mutual ? "both" : left === from ? "forward" : "back";
  const color = mutual || target === undefined ? grey : target.strong;
  return `  ${id(left.name)} -> ${id(right.name)} ${attributes({ color, dir })};`;
}

function attributes(values: Readonly<Record<string, string | number | boolean>>): string {
  const quoted = (value: unknown): string => `"${String(value).replaceAll('"', "'")}"`;
  return `[${Object.entries(values)
    .map(([key, value]) => `${key}=${quoted(value)}`)
    .join(", ")}]`;
}

/** A name as Graphviz takes it without quotes; DNS labels have no underscore, so two stay two. */
function id(name: string): string {
  return `g_${name.replaceAll("-", "_")}`;
}
