import { addressOn, inRole, networkOf, type Machine, type Homelab } from "../../model";

/** For when the homelab's own resolver does not answer: a public resolver that validates DNSSEC (quad9.net). */
const fallbackResolver = "9.9.9.9";

/**
 * DNS servers of a machine, in order of use. The resolver's machine does not ask its own resolver, or it could never
 * start after its upstreams changed. A guest in an isolated network cannot reach the fallback.
 */
export function resolversOf(lab: Homelab, machine: Machine): readonly string[] {
  const resolver = inRole(lab, "resolver");
  const network = networkOf(lab, machine);
  const ours =
    resolver === undefined || resolver.machine === machine ? [] : [addressOn(lab, resolver.machine, network)];
  return network.isolated && ours.length > 0 ? ours : [...ours, fallbackResolver];
}
