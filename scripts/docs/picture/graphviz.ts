import type { Homelab, Network } from "../../../homelab/model";

/** Shared by the pictures: their look, and functions that write Graphviz's language. */

/** Every viewer has this font, or one of the same widths; Graphviz has its metrics. */
export const font = { fontname: "Arial", fontsize: 11 } as const;

/** Colour of less important text. */
export const grey = "#64748b";

/** Two colours of a network. */
export interface Look {
  readonly light: string;
  readonly strong: string;
}

const palette: readonly Look[] = [
  { light: "#f1f5f9", strong: "#475569" },
  { light: "#ecfdf5", strong: "#0f766e" },
  { light: "#eff6ff", strong: "#1d4ed8" },
  { light: "#fff7ed", strong: "#c2410c" },
  { light: "#faf5ff", strong: "#7e22ce" },
  { light: "#fefce8", strong: "#a16207" },
];

/** The colours of a network, the same in every picture. */
export function lookOf({ networks }: Homelab, network: string): Look {
  const index = [...networks.keys()].indexOf(network);
  return palette[Math.max(index, 0) % palette.length] as Look;
}

/** The HTML-like label on the box of a network: its name in bold, and its facts. */
export function networkLabel({ name, cidr, vlan, isolated }: Network): string {
  const facts = [cidr, vlan === undefined ? "untagged" : `VLAN ${vlan}`, ...(isolated ? ["no internet"] : [])];
  return `<B>${escaped(name)}</B><BR ALIGN="LEFT"/>${escaped(facts.join(", "))}<BR ALIGN="LEFT"/>`;
}

/** `[key="value", ...]`; a line break inside a value is `\n`, or `\l` for text that begins at the left. */
export function attributes(values: Readonly<Record<string, string | number | boolean>>): string {
  const quoted = (value: unknown): string => `"${String(value).replaceAll('"', "'")}"`;
  return `[${Object.entries(values)
    .map(([key, value]) => `${key}=${quoted(value)}`)
    .join(", ")}]`;
}

/** A name that Graphviz accepts without quotes. DNS labels contain no underscore, so different names stay different. */
export function id(name: string): string {
  return `g_${name.replaceAll("-", "_")}`;
}

/** Text inside Graphviz's HTML-like labels. */
export function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Coloured text inside HTML-like labels. */
export function coloured(colour: string, words: string): string {
  return `<FONT COLOR="${colour}">${escaped(words)}</FONT>`;
}
