import { broadcast, contains, networkAddress } from "../../values/ipv4";
import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";
import { isHostRouted } from "../../model/network";

/**
 * The second DNS server is the user's own. Devices in the house query either server at any time, and a public one would
 * not filter ads and would answer that the homelab's names do not exist.
 */
export const secondResolver: Check = (lab) => {
  const { second } = lab.site.dns;
  const fault = second === undefined ? undefined : faultOf(lab, second);
  return second === undefined || fault === undefined
    ? []
    : [{ rule: "second-resolver", path: ["dns", "second"], value: second, ...fault }];
};

function faultOf({ networks, machines }: Homelab, second: NonNullable<Homelab["site"]["dns"]["second"]>) {
  const taken = [...machines.values()].find(({ address }) => address === second);
  if (taken !== undefined) {
    return {
      message: `The second DNS server cannot be ${taken.name} (${second}): when its host is down, so is the first DNS server.`,
      fix: "Use another machine of yours, or the router.",
    };
  }
  const theirs = [...networks.values()].filter((network) => !isHostRouted(network));
  const home = theirs.find(({ cidr }) => contains(cidr, second));
  if (home === undefined) {
    return {
      message: `${second} is not in a network that the router routes. Devices query both DNS servers at any time, and one outside the house filters nothing and cannot resolve the homelab's names.`,
      fix: `Use a server of your own in ${theirs.map(({ name, cidr }) => `${name} (${cidr})`).join(" or ")}, or remove dns.second.`,
    };
  }
  return second === networkAddress(home.cidr) || second === broadcast(home.cidr)
    ? {
        message: `${second} is the network or broadcast address of ${home.name}, not the address of a server.`,
        fix: "Write the address of the second DNS server.",
      }
    : undefined;
}
