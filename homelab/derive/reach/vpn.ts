import { groupBy } from "../../values/group-by";
import { administrators } from "../../site";
import type { Ipv4 } from "../../values/ipv4";
import { addressOn, inRole, networkOf, view, type Zone, type Machine } from "../../model";
import { isMember } from "./address-sets";
import { flowRules, reasonsOf } from "./flow-rules";

/** What the VPN peers of one group of people may open at one destination. */
export interface VpnPolicy {
  /** A key of `groups` in homelab.yaml. */
  readonly group: string;
  readonly to: Machine;
  /** Address of the destination for the routing peer, and so for every other peer. */
  readonly address: Ipv4;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Sorted; empty for `icmp`, which has no ports. */
  readonly ports: readonly number[];
  /** Each reason once, sorted. */
  readonly reasons: readonly string[];
}

/**
 * Access of VPN peers by group of people, one policy for each destination and protocol; nothing else passes. Peers
 * enter through the guest of the VPN, which belongs to the household, so each group gets what the household gets.
 * Administrators also get what operators get, but only if `operators` includes the address of that guest: firewalls see
 * all peers under this one address and would otherwise refuse what the policy permits.
 */
export const vpnPolicies = view("VPN policies", (lab, get): readonly VpnPolicy[] => {
  const vpn = inRole(lab, "vpn")?.machine;
  if (vpn === undefined) return [];
  const network = networkOf(lab, vpn);
  const managing = isMember(get, "operators", vpn.address);
  return Object.keys(lab.site.groups).flatMap((group) => {
    const zones: readonly Zone[] = managing && group === administrators ? ["household", "operators"] : ["household"];
    const granted = get(flowRules).filter(({ from }) => "zone" in from && zones.includes(from.zone));
    return [...groupBy(granted, ({ to, protocol }) => `${to.name} ${protocol}`).values()].map((same) => {
      const [{ to, protocol }] = same;
      const ports = new Set(same.flatMap(({ port }) => port ?? []));
      return {
        group,
        to,
        address: addressOn(lab, to, network),
        protocol,
        ports: [...ports].toSorted((a, b) => a - b),
        reasons: reasonsOf(same),
      };
    });
  });
});
