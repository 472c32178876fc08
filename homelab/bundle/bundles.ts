import { groupBy } from "../values/group-by";
import { rendered } from "../derive";
import {
  view,
  type Bundle,
  type BundlePart,
  type Get,
  type Machine,
  type Homelab,
  type Instance,
  type Node,
} from "../model";
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
const hostParts: readonly ((lab: Homelab, get: Get, node: Node) => BundlePart)[] = [
  kernel,
  firewallPart,
  transit,
  names,
  realm,
];

/** A service on a machine, and what it puts there. */
export interface Installed {
  readonly instance: Instance;
  readonly part: BundlePart;
}

/** What each machine is given, by its name: PVE nodes and guests, those without anything left out. */
export const bundles = view("bundles", (lab, get): ReadonlyMap<string, Bundle> => {
  const installed = get(installedOn);
  const all = [...lab.machines.values()]
    .map((machine) => machineBundle(lab, get, machine, installed.get(machine) ?? []))
    .filter((bundle) => !isEmpty(bundle));
  return new Map(all.map((bundle) => [bundle.target, bundle]));
});

/** What services put into each machine. */
export const installedOn = view("installed services", (lab, get): ReadonlyMap<Machine, readonly Installed[]> => {
  const all = lab.instances.flatMap((instance) => {
    const { containers: _, ...part } = get(rendered).get(instance) ?? {};
    return Object.keys(part).length === 0 ? [] : [{ instance, part }];
  });
  return groupBy(all, ({ instance }) => instance.machine);
});

/** The bundle of a machine with these services; each is healthy at the end, but those `without` health. */
export function machineBundle(
  lab: Homelab,
  get: Get,
  machine: Machine,
  services: readonly Installed[],
  without: ReadonlySet<Instance> = new Set(),
): Bundle {
  return bundleOf(machine.name, [
    ...(machine.kind === "node" ? hostParts.map((part) => part(lab, get, machine)) : []),
    repositoriesPart(services),
    ...services.flatMap(({ instance, part }) => [part, ...(without.has(instance) ? [] : [healthOf(instance)])]),
  ]);
}
