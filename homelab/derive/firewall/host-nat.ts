import { interfaceOf, type Get, type Homelab } from "../../model";
import { addressFor, type RoutingNode } from "../reach/routing-nodes";
import { oneOf, quoted, type NftChain, type NftRule } from "./nft";
import { forwardedPorts, type ForwardedPort } from "../reach/forwarded-ports";

/** The chains with which a node masquerades its networks and forwards ports to them; none if a router knows them. */
export function natChains(lab: Homelab, get: Get, routing: RoutingNode): readonly NftChain[] {
  const { node, lan, masquerades } = routing;
  if (!masquerades) return [];
  const ports = get(forwardedPorts).filter((port) => port.node === node);
  return [
    ...(ports.length === 0
      ? []
      : [
          {
            name: "published",
            hook: "type nat hook prerouting priority dstnat; policy accept;",
            rules: ports.map((port) => publish(lab, routing, port)),
          },
        ]),
    {
      name: "hidden",
      hook: "type nat hook postrouting priority srcnat; policy accept;",
      // The forward chain has already decided what may leave.
      rules: [{ rule: `ip saddr @ours oifname ${quoted(interfaceOf(lan))} masquerade`, comment: "behind this host" }],
    },
  ];
}

/**
 * Forwards a port to its guest. If packets of bridges are filtered, a packet from a VLAN on a bridge still has the
 * bridge's name as its interface here (bridge-nf-pass-vlan-input-dev), so the rule matches both names.
 *
 * @see https://docs.kernel.org/networking/ip-sysctl.html
 */
function publish(lab: Homelab, routing: RoutingNode, { protocol, port, to, from, reasons }: ForwardedPort): NftRule {
  const { node, lan } = routing;
  const interfaces = [...new Set([lan.bridge, interfaceOf(lan)])].map(quoted);
  const guests = from.flatMap((end) => ("machine" in end ? [addressFor(lab, node, end.machine)] : []));
  const sources = guests.length < from.length ? [] : [`ip saddr ${oneOf([...new Set(guests)])}`];
  return {
    rule: [
      `iifname ${oneOf(interfaces)} ip daddr ${node.address}`,
      ...sources,
      `${protocol} dport ${port} dnat ip to ${to.address}`,
    ].join(" "),
    comment: `${to.name}: ${reasons.join(", ")}`,
  };
}
