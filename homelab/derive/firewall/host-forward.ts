import { groupBy } from "../../values/group-by";
import { interfaceOf } from "../../model";
import type { ForwardedFlow } from "../reach/forwarded-flows";
import type { RoutingNode } from "../reach/routing-nodes";
import { setName } from "../reach/address-sets";
import { oneOf, quoted, type NftChain, type NftRule, type NftSet } from "./nft";

/** The chain for what enters or leaves our networks. It accepts everything else, which is left to other chains. */
export function forwardChain(routing: RoutingNode, permitted: readonly ForwardedFlow[]): NftChain {
  const places = routing.networks.map((network) => quoted(interfaceOf(network)));
  const rules: readonly NftRule[] = [
    { rule: "iifname != @inside oifname != @inside accept", comment: "neither from nor to a network of ours" },
    { rule: "meta nfproto ipv6 counter drop", comment: "our networks have no IPv6" },
    { rule: "ct state established,related accept" },
    { rule: "ct state invalid counter drop" },
    {
      rule: `iifname . oifname { ${places.map((place) => `${place} . ${place}`).join(", ")} } accept`,
      comment: "within one network: filtered at the guests' interfaces",
    },
    { rule: "iifname @inside iifname . ip saddr != @homes counter drop", comment: "source address of another network" },
    { rule: "iifname != @inside ip saddr @ours counter drop", comment: "source address of our networks, from outside" },
    ...kindsOf(permitted).map(({ match, comment }) => ({ rule: match(routing), comment })),
    ...toInternet(routing),
    { rule: "jump refused" },
  ];
  return { name: "forward", hook: "type filter hook forward priority filter - 10; policy accept;", rules };
}

/** Every forwarded flow as an element of its kind's set, so that the kernel looks a packet up in one step. */
export function ruleSets(permitted: readonly ForwardedFlow[]): readonly NftSet[] {
  return kindsOf(permitted).map(({ name, parts, flows }) => ({
    name,
    type: parts.map(({ type }) => type).join(" . "),
    elements: flows.map((flow) => ({
      value: parts.map(({ value }) => value(flow)).join(" . "),
      comment: flow.comment,
    })),
  }));
}

/** Forwarded flows that one rule can look up: from addresses or from one zone, to ports or for pings. */
interface Kind {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly match: (routing: RoutingNode) => string;
  readonly comment: string;
  readonly flows: readonly ForwardedFlow[];
}

interface Part {
  readonly type: string;
  readonly match: string;
  readonly value: (flow: ForwardedFlow) => string;
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

function kindsOf(permitted: readonly ForwardedFlow[]): readonly Kind[] {
  return [...groupBy(permitted, nameOf)].map(([name, flows]) => {
    const [{ from, protocol }] = flows;
    const isPing = protocol === "icmp";
    const parts = [...("address" in from ? [source] : []), destination, ...(isPing ? [] : service)];
    const looked = `${parts.map(({ match }) => match).join(" . ")} @${name}`;
    const match = (routing: RoutingNode): string =>
      [...comesFrom(from, routing), looked, ...(isPing ? ["icmp type echo-request"] : []), "accept"].join(" ");
    const comment = `${isPing ? "may ping" : "may open"}: ${"zone" in from ? from.zone : "single machines"}`;
    return { name, parts, match, comment, flows };
  });
}

function nameOf({ from, protocol }: ForwardedFlow): string {
  return `${"zone" in from ? from.zone : "permitted"}_${protocol === "icmp" ? "pings" : "ports"}`;
}

function comesFrom(from: ForwardedFlow["from"], { uplink }: RoutingNode): readonly string[] {
  if ("address" in from) return [];
  return from.zone === "internet"
    ? [`iifname ${quoted(interfaceOf(uplink))} ip saddr != @site`]
    : [`ip saddr @${setName(from.zone)}`];
}

function toInternet({ networks, uplink }: RoutingNode): readonly NftRule[] {
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
