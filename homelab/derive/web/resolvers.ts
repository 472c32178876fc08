import { addressOn, inRole, networkOf, type Machine, type Homelab } from "../../model";

/** Answers when our own resolver does not: a public resolver that validates DNSSEC (quad9.net). */
export const fallbackResolver = "9.9.9.9";

/**
 * DNS servers of a guest, in order of use. The resolver's own guest does not ask itself, or it could never start after
 * its upstreams changed; a guest in an isolated network cannot reach the fallback.
 */
export function resolversOf(lab: Homelab, machine: Machine): readonly string[] {
  const resolver = inRole(lab, "resolver");
  const network = networkOf(lab, machine);
  const ours =
    resolver === undefined || resolver.machine === machine ? [] : [addressOn(lab, resolver.machine, network)];
  return network.isolated && ours.length > 0 ? ours : [...ours, fallbackResolver];
}
