import { isPrivateDomain } from "../../../homelab/values/names";
import { inRole, isHostRouted, lanOf, view, type Get, type Homelab, type Network } from "../../../homelab/model";
import { attributes, font, grey, id, lookOf, networkLabel } from "./graphviz";
import { arrowLabel, guestsBox, hostsBox, networkBox, personBox } from "./network-map-box";
import { placeKey, traffic, type Traffic } from "./traffic";

/** Zones that are drawn; the caption says what all guests or machines may do. */
const drawn: readonly string[] = ["+internet", "+household", "+operators", "+hosts"];

/** The one node of the picture that is not an end of any traffic. */
const router = "router";

/**
 * Graphviz source of the picture of the networks: the router and the household's network, the hosts, each network with
 * its guests, and the permitted flows between them. It leads from the internet on the left to the isolated networks on
 * the right.
 */
export const networkMap = view("network map", (lab, get): string => {
  const columns = columnsOf(lab);
  const arrows = arrowsOf(get(traffic), columns);
  return [
    "digraph network {",
    `  graph ${attributes({ ...font, fontcolor: grey, label: caption(lab, get), labelloc: "b", labeljust: "l", bgcolor: "white" })};`,
    `  graph ${attributes({ rankdir: "LR", newrank: true, ranksep: 0.3, nodesep: 0.3, pad: 0.15 })};`,
    `  node ${attributes({ ...font, shape: "plain" })};`,
    `  edge ${attributes({ ...font, fontsize: 10, arrowsize: 0.6, penwidth: 1.1 })};`,
    ...household(lab),
    ...behindHosts(lab, get),
    ...furtherNetworks(lab),
    ...columns.map((column) => `  { rank=same; ${column.map(nodeOf).join("; ")} }`),
    ...columns.slice(0, 2).map((column) => `  ${column.map(nodeOf).join(" -> ")} ${attributes({ style: "invis" })};`),
    `  ${columns.map(([first = ""]) => nodeOf(first)).join(" -> ")} ${attributes({ style: "invis", weight: 20 })};`,
    ...arrows.map((arrow) => edge(lab, arrow, columns)),
    ...internet(lab),
    "}",
    "",
  ].join("\n");
});

/** Graphviz name of a place, or of the router. */
function nodeOf(key: string): string {
  return id(key.replace("+", "a_"));
}

/**
 * The household's network first, then the hosts, then a column for each network. Isolated networks share the first of
 * these, because most of their clients are there.
 */
function columnsOf(lab: Homelab): readonly (readonly string[])[] {
  const others = [...lab.networks.values()].filter(({ name }) => name !== "lan");
  const inhabited = others.filter(({ name }) => guestsIn(lab, name).length > 0);
  const names = (networks: readonly Network[]): string[] => networks.map(({ name }) => name);
  const [first = [], ...rest] = inhabited.filter(({ isolated }) => !isolated).map(({ name }) => [name]);
  return [
    ["+internet", router, "+household", "+operators", ...(guestsIn(lab, "lan").length > 0 ? ["lan"] : [])],
    ["+hosts", ...names(others.filter((network) => !inhabited.includes(network)))],
    [...names(inhabited.filter(({ isolated }) => isolated)), ...first],
    ...rest,
  ].filter((column) => column.length > 0);
}

function guestsIn({ machines }: Homelab, network: string) {
  return [...machines.values()].filter((machine) => machine.network === network && machine.kind !== "node");
}

/** Traffic between two drawn places, without traffic between neighbours in one network. */
function arrowsOf(all: readonly Traffic[], columns: readonly (readonly string[])[]): readonly Traffic[] {
  const known = new Set(columns.flat());
  const homes: Readonly<Record<string, string>> = { "+household": "lan", "+operators": "lan" };
  return all.filter(({ from, to }) => {
    const [one, other] = [placeKey(from), placeKey(to)];
    const visible = "network" in from ? known.has(one) : drawn.includes(one);
    return visible && one !== other && homes[one] !== other;
  });
}

function household(lab: Homelab): readonly string[] {
  const lan = lanOf(lab);
  const { strong, light } = lookOf(lab, lan.name);
  const neighbours = guestsIn(lab, lan.name);
  const vpn = inRole(lab, "vpn");
  const person = (key: string, name: string, facts: readonly string[]): string =>
    `    ${nodeOf(key)} [label=<${personBox(name, facts, strong)}>];`;
  return [
    "  subgraph cluster_lan {",
    `    graph [label=<<FONT COLOR="${strong}">${networkLabel(lan)}</FONT>>];`,
    // The name is at the bottom, because the line from the internet comes from above.
    `    graph ${attributes({ labelloc: "b", style: "rounded,filled", color: strong, fillcolor: light, margin: 10 })};`,
    person(router, "Home router", [lan.gateway]),
    person("+household", "Household", [
      "its devices",
      ...(vpn === undefined ? [] : [`VPN peers, by ${vpn.machine.name}`]),
    ]),
    person("+operators", "Operators", lab.site.operators),
    ...(neighbours.length === 0 ? [] : [`    ${nodeOf(lan.name)} [label=<${guestsBox(neighbours, strong)}>];`]),
    "  }",
  ];
}

/** The hosts, and around them the networks that they route: traffic between these never leaves a host. */
function behindHosts(lab: Homelab, get: Get): readonly string[] {
  const inside = [...lab.networks.values()].filter(isHostRouted);
  const owners = new Set(inside.map(({ node }) => node));
  const label = inside.length === 0 ? "" : `routed and filtered by ${[...owners].join(" and ")}`;
  return [
    "  subgraph cluster_hosts {",
    `    graph ${attributes({ label, labelloc: "t", fontcolor: grey, style: "rounded", color: inside.length === 0 ? "white" : grey, margin: 12 })};`,
    `    ${nodeOf("+hosts")} [label=<${hostsBox(lab, get)}>];`,
    ...inside.map((network) => networkNode(lab, network)),
    "  }",
  ];
}

function furtherNetworks(lab: Homelab): readonly string[] {
  return [...lab.networks.values()]
    .filter((network) => !isHostRouted(network) && network !== lanOf(lab))
    .map((network) => networkNode(lab, network));
}

function networkNode(lab: Homelab, network: Network): string {
  return `    ${nodeOf(network.name)} [label=<${networkBox(lab, network, guestsIn(lab, network.name))}>];`;
}

/** An arrow has the colour of its target. It is written from left to right; the other order would move a column. */
function edge(lab: Homelab, { from, to, what }: Traffic, columns: readonly (readonly string[])[]): string {
  const place = (key: string): number => columns.findIndex((column) => column.includes(key));
  // All traffic from the internet passes the router.
  const [one, other] = [placeKey(from) === "+internet" ? router : placeKey(from), placeKey(to)];
  const color = "network" in to ? lookOf(lab, to.network).strong : grey;
  const [left, right, dir] = place(one) <= place(other) ? [one, other, "forward"] : [other, one, "back"];
  return `  ${nodeOf(left)} -> ${nodeOf(right)} [label=<${arrowLabel(what, color)}>] ${attributes({ color, dir })};`;
}

function internet({ site }: Homelab): readonly string[] {
  const facts = isPrivateDomain(site.domain) ? [`${site.domain} is unknown here`] : [];
  return [
    `  ${nodeOf("+internet")} [label=<${personBox("Internet", facts, grey)}>];`,
    `  ${nodeOf("+internet")} -> ${nodeOf(router)} ${attributes({ color: grey, dir: "both", weight: 50 })};`,
  ];
}

/** Flows that would need an arrow from everywhere. */
function caption(lab: Homelab, get: Get): string {
  const all = (zone: string): string =>
    get(traffic)
      .filter(({ from }) => placeKey(from) === `+${zone}`)
      .flatMap(({ what }) => what)
      .join(", ");
  const isolated = [...lab.networks.values()].filter((network) => network.isolated).map(({ name }) => name);
  const lines = [
    "An arrow leads from a client to a server, with the ports that the client may open. Nothing else passes between networks.",
    `Every guest may also reach: ${all("guests")}. Virtual machines and hosts may also reach: ${all("ntpClients")}.`,
    isolated.length === 0 ? "" : `Guests reach the internet, except guests in ${isolated.join(", ")}.`,
  ];
  return lines.map((line) => `${line}\\l`).join("");
}
