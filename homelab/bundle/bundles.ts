import { groupBy } from "../values/group-by";
import { rendered } from "../derive";
import { view, type Bundle, type BundlePart, type Get, type Guest, type Homelab, type NodeGuest } from "../model";
import { healthOf } from "./health";
import { firewallPart } from "./host/firewall";
import { kernel } from "./host/kernel";
import { names } from "./host/names";
import { realm } from "./host/realm";
import { transit } from "./host/transit";
import { bundleOf, isEmpty } from "./part";
import { repositoriesPart } from "./repositories";

/**
 * What a PVE node is given beside its services: it forwards between the networks and judges what it forwards, sets of its
 * kernel what containers cannot set themselves, and lets people sign on.
 *
 * What Proxmox VE or its administrator owns is never a file of ours: /etc/network/interfaces, /etc/hosts, and the
 * configuration that packages bring.
 */
const hostParts: readonly ((lab: Homelab, get: Get, node: NodeGuest) => BundlePart)[] = [
  kernel,
  firewallPart,
  transit,
  names,
  realm,
];

/** What each machine is given, by its name: PVE nodes and guests, those without anything left out. */
export const bundles = view("bundles", (lab, get): ReadonlyMap<string, Bundle> => {
  const installed = groupBy(lab.instances, ({ guest }) => guest);
  const machine = (guest: Guest): Bundle => {
    const services = (installed.get(guest) ?? []).flatMap((instance) => {
      const { containers: _, ...part } = get(rendered).get(instance) ?? {};
      return Object.keys(part).length === 0 ? [] : [{ instance, part }];
    });
    return bundleOf(guest.name, [
      ...(guest.kind === "node" ? hostParts.map((part) => part(lab, get, guest)) : []),
      repositoriesPart(services),
      ...services.flatMap(({ instance, part }) => [part, healthOf(instance)]),
    ]);
  };
  const all = [...lab.guests.values()].map(machine).filter((bundle) => !isEmpty(bundle));
  return new Map(all.map((bundle) => [bundle.target, bundle]));
});
