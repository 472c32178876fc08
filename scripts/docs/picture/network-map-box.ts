import { groupBy } from "../../../homelab/values/group-by";
import { isRoutedBy, type Get, type Machine, type Homelab, type Network } from "../../../homelab/model";
import { coloured, escaped, grey, lookOf, networkLabel } from "./graphviz";
import { shortTitle } from "./map-card";
import { forwardedPorts } from "../../../homelab/derive/reach/forwarded-ports";

/** Boxes of the picture of the networks, as Graphviz's HTML-like labels. */

const row = (...cells: readonly string[]): string => `<TR>${cells.join("")}</TR>`;
const wide = (words: string): string => row(`<TD ALIGN="LEFT" BALIGN="LEFT" COLSPAN="2">${words}</TD>`);

/** A box for people: a name and a line for each fact. */
export function personBox(name: string, facts: readonly string[], colour: string): string {
  const lines = facts.map((fact) => wide(coloured(grey, fact)));
  return box({ colour, fill: "white" }, [wide(`<B>${escaped(name)}</B>`), ...lines]);
}

/** A network with its guests; an isolated one has a dashed border. */
export function networkBox(lab: Homelab, network: Network, machines: readonly Machine[]): string {
  const { strong, light } = lookOf(lab, network.name);
  return box({ colour: strong, fill: light, dashed: network.isolated }, [
    wide(`<FONT COLOR="${strong}">${networkLabel(network)}</FONT>`),
    ...(machines.length === 0 ? [wide(coloured(grey, "no guests"))] : machines.map(guestRow)),
  ]);
}

/** Guests whose network is drawn around them. */
export function guestsBox(machines: readonly Machine[], colour: string): string {
  return box({ colour, fill: "white" }, machines.map(guestRow));
}

function guestRow({ title, address }: Machine): string {
  return row(
    `<TD ALIGN="LEFT">${escaped(shortTitle(title))}</TD>`,
    `<TD ALIGN="RIGHT">${coloured(grey, address)}</TD>`,
  );
}

/** Permitted flows, in lines; on white, so that no arrow crosses the words. */
export function arrowLabel(what: readonly string[], colour: string): string {
  const words = what.map((each) => coloured(colour, each)).join("<BR/>");
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1"><TR><TD BGCOLOR="white">${words}</TD></TR></TABLE>`;
}

/** The hosts: each with its address, the gateways that it owns, and the ports that it publishes. */
export function hostsBox(lab: Homelab, get: Get): string {
  const nodes = [...lab.machines.values()].filter(({ kind }) => kind === "node");
  const lines = nodes.flatMap((node) => {
    const gateways = [...lab.networks.values()].filter((network) => isRoutedBy(network, node.name));
    const ports = get(forwardedPorts).filter((port) => port.node === node);
    return [
      row(
        `<TD ALIGN="LEFT"><B>${escaped(node.title)}</B></TD>`,
        `<TD ALIGN="RIGHT">${coloured(grey, node.address)}</TD>`,
      ),
      ...(gateways.length === 0
        ? []
        : [wide(`gateway<BR/>${gateways.map(({ gateway }) => coloured(grey, gateway)).join("<BR/>")}`)]),
      ...(ports.length === 0 ? [] : [wide(`publishes to ${node.network}<BR/>${portLines(ports)}`)]),
    ];
  });
  return box({ colour: grey, fill: "white" }, lines);
}

function portLines(ports: readonly { readonly protocol: string; readonly port: number }[]): string {
  return [...groupBy(ports, ({ protocol }) => protocol)]
    .map(([protocol, same]) => {
      const numbers = [...new Set(same.map(({ port }) => port))].toSorted((a, b) => a - b);
      return coloured(grey, `${protocol} ${numbers.join(", ")}`);
    })
    .join("<BR/>");
}

function box(
  { colour, fill, dashed = false }: { readonly colour: string; readonly fill: string; readonly dashed?: boolean },
  rows: readonly string[],
): string {
  const style = dashed ? "ROUNDED,DASHED" : "ROUNDED";
  const border = dashed ? 2 : 1;
  return [
    `<TABLE BORDER="${border}" CELLBORDER="0" CELLSPACING="2" CELLPADDING="1" STYLE="${style}" BGCOLOR="${fill}" COLOR="${colour}">`,
    ...rows,
    "</TABLE>",
  ].join("");
}
