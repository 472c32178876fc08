import { interfaceOf, type Get, type Homelab } from "../../model";
import { addressFor, type RoutingNode } from "../reach/routing-nodes";
import { oneOf, quoted, type NftChain, type NftRule } from "./nft";
import { forwardedPorts, type ForwardedPort } from "../reach/forwarded-ports";

/** How a node hides its networks and offers their ports on its own address; none where a router knows them. */
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
      // What may leave at all, the forward chain has said already.
      rules: [{ rule: `ip saddr @ours oifname ${quoted(interfaceOf(lan))} masquerade`, comment: "behind this host" }],
    },
  ];
}

/**
 * Hands a port on to its guest. Where packets of bridges are filtered, a VLAN on a bridge still bears the bridge's name here
 * (bridge-nf-pass-vlan-input-dev), so both names are doors.
 *
 * @see https://docs.kernel.org/networking/ip-sysctl.html
 */
function publish(lab: Homelab, routing: RoutingNode, { protocol, port, to, from, reasons }: ForwardedPort): NftRule {
  const { node, lan } = routing;
  const doors = [...new Set([lan.bridge, interfaceOf(lan)])].map(quoted);
  const guests = from.flatMap((end) => ("machine" in end ? [addressFor(lab, node, end.machine)] : []));
  const sources = guests.length < from.length ? [] : [`ip saddr ${oneOf([...new Set(guests)])}`];
  return {
    rule: [
      `iifname ${oneOf(doors)} ip daddr ${node.address}`,
      ...sources,
      `${protocol} dport ${port} dnat ip to ${to.address}`,
    ].join(" "),
    comment: `${to.name}: ${reasons.join(", ")}`,
  };
}
