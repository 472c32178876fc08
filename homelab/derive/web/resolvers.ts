import { addressOn, inRole, type Guest, type Homelab } from "../../model";

/** Answers when our own resolver does not: a public resolver that validates DNSSEC (quad9.net). */
export const fallbackResolver = "9.9.9.9";

/**
 * DNS servers of a guest, in order of use. The resolver's own guest does not ask itself, or it could never start after
 * its upstreams changed; a guest in an isolated network cannot reach the fallback.
 */
export function resolversOf(lab: Homelab, guest: Guest): readonly string[] {
  const resolver = inRole(lab, "resolver");
  const network = lab.networks.get(guest.network);
  const ours =
    resolver === undefined || resolver.guest === guest || network === undefined
      ? []
      : [addressOn(lab, resolver.guest, network)];
  return network?.isolated === true && ours.length > 0 ? ours : [...ours, fallbackResolver];
}
