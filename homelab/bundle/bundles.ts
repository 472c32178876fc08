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
 * What a PVE node gets in addition to its services: forwarding between networks with a firewall, kernel settings that
 * containers cannot set themselves, and sign-on.
 *
 * No bundle has a file that Proxmox VE or its administrator owns: /etc/network/interfaces, /etc/hosts, and
 * configuration files of packages.
 */
const hostParts: readonly ((lab: Homelab, get: Get, node: Node) => BundlePart)[] = [
  kernel,
  firewallPart,
  transit,
  names,
  realm,
];

/** An instance and what it puts on its machine. */
export interface Installed {
  readonly instance: Instance;
  readonly part: BundlePart;
}

/** Name of a machine -> its bundle, for nodes and guests. Machines that get nothing are absent. */
export const bundles = view("bundles", (lab, get): ReadonlyMap<string, Bundle> => {
  const installed = get(installedOn);
  const all = [...lab.machines.values()]
    .map((machine) => machineBundle(lab, get, machine, installed.get(machine) ?? []))
    .filter((bundle) => !isEmpty(bundle));
  return new Map(all.map((bundle) => [bundle.target, bundle]));
});

/** What services put on each machine. */
export const installedOn = view("installed services", (lab, get): ReadonlyMap<Machine, readonly Installed[]> => {
  const all = lab.instances.flatMap((instance) => {
    const { containers: _, ...part } = get(rendered).get(instance) ?? {};
    return Object.keys(part).length === 0 ? [] : [{ instance, part }];
  });
  return groupBy(all, ({ instance }) => instance.machine);
});

/** The bundle of a machine with these services. It tests the health of each, except those in `without`. */
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
