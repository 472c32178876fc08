import { broadcast, contains, networkAddress } from "../../values/ipv4";
import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";

/**
 * The second DNS server is the user's own, and devices of the house ask it at any time: one that is not theirs would let
 * ads through and deny that the homelab's names exist.
 */
export const secondResolver: Check = (lab) => {
  const { second } = lab.site.dns;
  const fault = second === undefined ? undefined : faultOf(lab, second);
  return second === undefined || fault === undefined
    ? []
    : [{ rule: "second-resolver", path: ["dns", "second"], value: second, ...fault }];
};

function faultOf({ networks, machines: guests }: Homelab, second: NonNullable<Homelab["site"]["dns"]["second"]>) {
  const taken = [...guests.values()].find(({ address }) => address === second);
  if (taken !== undefined) {
    return {
      message: `The second DNS server cannot be ${taken.name}, which has ${second}: when its host is down, so is the first.`,
      fix: "Use another machine of yours, or the router.",
    };
  }
  const theirs = [...networks.values()].filter(({ routedBy }) => routedBy === "router");
  const home = theirs.find(({ cidr }) => contains(cidr, second));
  if (home === undefined) {
    return {
      message: `${second} is in no network that the router owns: a DNS server from elsewhere neither filters nor knows a name of the homelab, and devices ask it at any time.`,
      fix: `Use a server of your own in ${theirs.map(({ name, cidr }) => `${name} (${cidr})`).join(" or ")}, or leave dns.second out.`,
    };
  }
  return second === networkAddress(home.cidr) || second === broadcast(home.cidr)
    ? {
        message: `${second} is no machine: it is the network ${home.name} itself, or all of it.`,
        fix: "Write the address of the server.",
      }
    : undefined;
}
