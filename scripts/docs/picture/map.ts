import { view, type Machine, type Homelab, type Network } from "../../../homelab/model";
import { everywhere } from "./everywhere";
import { attributes, font, grey, id, lookOf, networkLabel, type Look } from "./graphviz";
import { cardLabel, cardWidth, shortTitle, type Card } from "./map-card";

/** Most cards in a column; neighbouring networks share a column while they fit. */
const columnLength = 6;

/** A network with its guests and its look. */
interface Box extends Look {
  readonly network: Network;
  readonly cards: readonly Card[];
}

type Column = readonly Box[];

/** A guest that uses another, or two that use each other. */
interface Line {
  readonly from: Machine;
  readonly to: Machine;
  readonly mutual: boolean;
}

/**
 * Graphviz source of the picture of the homelab: its networks, their guests, the services on them, and which guest uses
 * which. What runs in several networks (base layer, agents) is the same everywhere, so the caption names it once.
 */
export const map = view("map", (lab, get): string => {
  const common = get(everywhere);
  const local = lab.instances.filter(({ service }) => !common.has(service));
  const lines = linesOf(lab.connections.filter(({ consumer }) => local.includes(consumer)));
  const cards = [...lab.machines.values()].map((machine) => ({
    machine,
    titles: local.filter((instance) => instance.machine === machine).map(({ service }) => shortTitle(service.title)),
  }));
  const boxes = boxesOf(lab, cards, lines);
  const columns = columnsOf(boxes);
  const others = [...common].map(({ title }) => title).join(", ");
  const caption = `An arrow leads to what a guest uses. Not shown, because they run in several networks: ${others}.`;
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

function linesOf(connections: Homelab["connections"]): readonly Line[] {
  const pairs = connections.map(({ consumer, provider }) => ({ from: consumer.machine, to: provider.machine }));
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

/** Networks that have guests, each inserted where the lines to the networks before it are shortest. */
function boxesOf(lab: Homelab, cards: readonly Card[], lines: readonly Line[]): readonly Box[] {
  let order: readonly Network[] = [];
  for (const network of lab.networks.values()) {
    if (!cards.some(({ machine }) => machine.network === network.name)) continue;
    const placed = order;
    const places = [...placed, network].map((_, index) => placed.toSpliced(index, 0, network));
    order = places.toSorted((a, b) => span(a, lines) - span(b, lines))[0] ?? [];
  }
  return order.map((network) => ({
    network,
    cards: cards.filter(({ machine }) => machine.network === network.name),
    ...lookOf(lab, network.name),
  }));
}

/** How many places all lines together span. */
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
  return column.flatMap(({ cards }) => cards.map(({ machine }) => id(machine.name)));
}

function cluster({ network, cards, light, strong }: Box): string {
  const width = cardWidth(cards);
  return [
    `  subgraph cluster_${id(network.name)} {`,
    `    graph [label=<<FONT COLOR="${strong}">${networkLabel(network)}</FONT>>];`,
    `    graph ${attributes({ labelloc: "t", style: "rounded,filled", color: strong, fillcolor: light, margin: 10 })};`,
    ...cards.map((card) => `    ${id(card.machine.name)} [label=<${cardLabel(card, strong, width)}>];`),
    "  }",
  ].join("\n");
}

/** A line has the colour of its target. It is written from left to right; the other order would move a column. */
function edge({ from, to, mutual }: Line, columns: readonly Column[]): string {
  const place = ({ network }: Machine): number =>
    columns.findIndex((column) => column.some((box) => box.network.name === network));
  const target = columns.flat().find(({ network }) => network.name === to.network);
  const [left, right] = place(from) <= place(to) ? [from, to] : [to, from];
  const dir = mutual ? "both" : left === from ? "forward" : "back";
  const color = mutual || target === undefined ? grey : target.strong;
  return `  ${id(left.name)} -> ${id(right.name)} ${attributes({ color, dir })};`;
}
