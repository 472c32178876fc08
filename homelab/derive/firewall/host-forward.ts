import { groupBy } from "../../values/group-by";
import { interfaceOf } from "../../model";
import type { Crossing } from "../reach/crossings";
import type { Forwarder } from "../reach/forwarders";
import { oneOf, quoted, type NftChain, type NftRule, type NftSet } from "./nft";

/** Judges what enters or leaves a network of ours; between other bridges, and on them, others judge. */
export function forwardChain(forwarder: Forwarder, permitted: readonly Crossing[]): NftChain {
  const places = forwarder.networks.map((network) => quoted(interfaceOf(network)));
  const rules: readonly NftRule[] = [
    { rule: "iifname != @inside oifname != @inside accept", comment: "neither from nor to a network of ours" },
    { rule: "meta nfproto ipv6 counter drop", comment: "our networks have no IPv6" },
    { rule: "ct state established,related accept" },
    { rule: "ct state invalid counter drop" },
    {
      rule: `iifname . oifname { ${places.map((place) => `${place} . ${place}`).join(", ")} } accept`,
      comment: "neighbours: judged at their own interfaces",
    },
    { rule: "iifname @inside iifname . ip saddr != @homes counter drop", comment: "an address of somewhere else" },
    { rule: "iifname != @inside ip saddr @ours counter drop", comment: "an address of ours from elsewhere" },
    ...kindsOf(permitted).map(({ match, comment }) => ({ rule: match(forwarder), comment })),
    ...toInternet(forwarder),
    { rule: "jump refused" },
  ];
  return { name: "forward", hook: "type filter hook forward priority filter - 10; policy accept;", rules };
}

/** Every permission as an element of the set of its kind, so that a packet is looked up and not compared with each. */
export function permissionSets(permitted: readonly Crossing[]): readonly NftSet[] {
  return kindsOf(permitted).map(({ name, parts, crossings }) => ({
    name,
    type: parts.map(({ type }) => type).join(" . "),
    elements: crossings.map((crossing) => ({
      value: parts.map(({ value }) => value(crossing)).join(" . "),
      comment: crossing.comment,
    })),
  }));
}

/** Permissions that one rule can look up: of addresses or of one audience, to ports or to ping. */
interface Kind {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly match: (forwarder: Forwarder) => string;
  readonly comment: string;
  readonly crossings: readonly Crossing[];
}

interface Part {
  readonly type: string;
  readonly match: string;
  readonly value: (crossing: Crossing) => string;
}

const source: Part = {
  type: "ipv4_addr",
  match: "ip saddr",
  value: ({ from }) => ("address" in from ? from.address : ""),
};
const destination: Part = { type: "ipv4_addr", match: "ip daddr", value: ({ to }) => to };
const service: readonly Part[] = [
  { type: "inet_proto", match: "meta l4proto", value: ({ protocol }) => protocol },
  { type: "inet_service", match: "th dport", value: ({ port }) => String(port) },
];

function kindsOf(permitted: readonly Crossing[]): readonly Kind[] {
  return [...groupBy(permitted, nameOf)].map(([name, crossings]) => {
    const [{ from, protocol }] = crossings as [Crossing];
    const isPing = protocol === "icmp";
    const parts = [...("address" in from ? [source] : []), destination, ...(isPing ? [] : service)];
    const looked = `${parts.map(({ match }) => match).join(" . ")} @${name}`;
    const match = (forwarder: Forwarder): string =>
      [...comesFrom(from, forwarder), looked, ...(isPing ? ["icmp type echo-request"] : []), "accept"].join(" ");
    const comment = `${isPing ? "may ping" : "may open"}: ${"audience" in from ? from.audience : "guests with a permission of their own"}`;
    return { name, parts, match, comment, crossings };
  });
}

function nameOf({ from, protocol }: Crossing): string {
  return `${"audience" in from ? from.audience : "permitted"}_${protocol === "icmp" ? "pings" : "ports"}`;
}

function comesFrom(from: Crossing["from"], { uplink }: Forwarder): readonly string[] {
  if ("address" in from) return [];
  return from.audience === "internet"
    ? [`iifname ${quoted(interfaceOf(uplink))} ip saddr != @site`]
    : [`ip saddr @${from.audience}`];
}

function toInternet({ networks, uplink }: Forwarder): readonly NftRule[] {
  const free = networks.filter(({ isolated }) => !isolated).map((network) => quoted(interfaceOf(network)));
  return free.length === 0
    ? []
    : [
        {
          rule: `iifname ${oneOf(free)} oifname ${quoted(interfaceOf(uplink))} ip daddr != @site accept`,
          comment: "to the internet",
        },
      ];
}
