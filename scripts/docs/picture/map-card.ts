import type { Machine, Guest } from "../../../homelab/model";
import { coloured, escaped, grey } from "./graphviz";

/** A guest in the picture. */
export interface Card {
  readonly machine: Machine;
  /** What runs on it. */
  readonly titles: readonly string[];
}

/** Width of a card in points; more in a network that has a guest with many services. */
const widths = { few: 168, many: 240, tag: 46 } as const;
const manyServices = 8;

/** Average width of a character, in points. */
const characterWidth = 5.4;

/** Width of all cards of a network, in points. */
export function cardWidth(cards: readonly Card[]): number {
  return cards.some(({ titles }) => titles.length > manyServices) ? widths.many : widths.few;
}

/** A card as Graphviz's HTML-like label: title and number, address, size, services. */
export function cardLabel({ machine, titles }: Card, colour: string, width: number): string {
  const tag = machine.kind === "node" ? "PVE" : `${machine.kind.toUpperCase()} ${machine.number}`;
  const lines = [
    escaped(machine.address),
    ...(machine.kind === "node" ? [] : [coloured(grey, sizeOf(machine))]),
    ...wrapped(titles, width / characterWidth).map((names) => coloured(colour, names)),
  ];
  return [
    `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="2" CELLPADDING="1" STYLE="ROUNDED" BGCOLOR="white" COLOR="${colour}">`,
    // Graphviz does not distribute spare width, so both widths are given; it sets bold text higher, so both are bold.
    `<TR><TD ALIGN="LEFT" WIDTH="${width - widths.tag}"><B>${escaped(shortTitle(machine.title))}</B></TD>`,
    `<TD ALIGN="RIGHT" WIDTH="${widths.tag}"><B>${coloured(grey, tag)}</B></TD></TR>`,
    `<TR><TD ALIGN="LEFT" COLSPAN="2">${lines.map((line) => `${line}<BR ALIGN="LEFT"/>`).join("")}</TD></TR>`,
    "</TABLE>",
  ].join("");
}

/** A title without its number and its explanation: `LXC 8: MinIO (S3 ...)` becomes `MinIO`. */
export function shortTitle(title: string): string {
  return title.replace(/^[^:]*: /, "").replace(/ \(.*$/, "");
}

function sizeOf({ cores, memoryMiB, diskGiB, bulkGiB }: Guest): string {
  const disk = bulkGiB > 0 ? `${bulkGiB / 1024} TiB` : `${diskGiB} GiB`;
  return `${cores} ${cores === 1 ? "core" : "cores"}, ${memoryMiB / 1024} GiB, ${disk}`;
}

/** Names in lines of at most `width` characters. */
function wrapped(names: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const longer = lines.length === 0 ? name : `${lines.at(-1)}, ${name}`;
    if (lines.length === 0 || longer.length > width) lines.push(name);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
