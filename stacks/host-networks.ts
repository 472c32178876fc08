import type { ITerraformDependable } from "cdktf";
import { isHostRouted, transitAddress, transitOf, type Homelab } from "../homelab/model";
import { groupBy } from "../homelab/values/group-by";
import { withPrefix } from "../homelab/values/ipv4";
import type { HomelabStack } from "../constructs/homelab-stack";
import { HostNetwork, type HostNetworkProps } from "../constructs/host-network";
import type { Deployment } from "./deployment";

/**
 * Our bridges and the hosts' addresses on them; none when an external router owns all gateways (`uplink: external`).
 * The ones of a host are made one after another, because each reloads its network.
 */
export function addNetworks(
  stack: HomelabStack,
  { lab }: Deployment,
  after: readonly ITerraformDependable[],
): readonly HostNetwork[] {
  const byNode = groupBy(hostNetworks(lab), ({ node }) => node);
  return [...byNode.values()].flatMap((bridges) => {
    let previous = after;
    return bridges.map((props) => {
      const network = new HostNetwork(stack, props.node, { ...props, after: previous });
      previous = [network];
      return network;
    });
  });
}

/** What is made in each host's network; the guard watches the same. */
export function hostNetworks(lab: Homelab): readonly HostNetworkProps[] {
  // The rule host-routed-bridge reports a network without a VLAN.
  const routed = [...lab.networks.values()]
    .filter(isHostRouted)
    .flatMap(({ vlan, ...network }) => (vlan === undefined ? [] : [{ ...network, vlan }]));
  const bridges = [...groupBy(routed, ({ node, bridge }) => `${node} ${bridge}`).values()];
  const first = new Map(bridges.toReversed().map((networks) => [networks[0].node, networks]));
  return bridges.flatMap((networks) => {
    const [one] = networks;
    const transit = first.get(one.node) === networks ? interfaceInTransit(lab, one.node) : undefined;
    return [
      {
        node: one.node,
        bridge: one.bridge,
        comment: "networks of the homelab that never leave this host",
        vlans: networks.map(({ vlan, gateway, cidr, name }) => ({
          vlan,
          address: withPrefix(gateway, cidr),
          comment: `gateway of ${name}`,
        })),
        ...(transit !== undefined && { transit }),
      },
    ];
  });
}

/** The host's interface in a transit network with a VLAN; without a VLAN, its address was already set up by hand. */
function interfaceInTransit(lab: Homelab, node: string): HostNetworkProps["transit"] {
  const transit = transitOf(lab);
  const address = transitAddress(lab, node);
  if (transit?.vlan === undefined || address === undefined) return undefined;
  return {
    bridge: transit.bridge,
    vlan: transit.vlan,
    address: withPrefix(address, transit.cidr),
    comment: `${transit.name} to the router`,
  };
}
