import { hostname } from "node:os";
import { isRoutedBy, type Machine, type Homelab, type Node } from "../homelab/model";
import { nearest } from "../homelab/values/nearest";
import type { Watch } from "../provision/push/guard";
import type { Terminal } from "./terminal";
import { exitCodes, HomelabError } from "../homelab/values/error";

/**
 * The machines of these names, in the order of the homelab.
 *
 * @throws HomelabError with every unknown name, and the name that is probably meant.
 */
export function machinesNamed(lab: Homelab, names: readonly string[]): readonly Machine[] {
  refuseUnknown(names, [...lab.machines.keys()], (name) => whyNoMachine(lab, name));
  return [...lab.machines.values()].filter(({ name }) => names.includes(name));
}

/** The PVE nodes of these names. @throws HomelabError, see `machinesNamed` */
export function nodesNamed(lab: Homelab, names: readonly string[]): readonly Node[] {
  const nodes = [...lab.machines.values()].filter((machine) => machine.kind === "node");
  const known = nodes.map(({ name }) => name);
  refuseUnknown(names, known, (name) =>
    lab.machines.has(name) ? `${name} is a guest. PVE nodes: ${known.join(", ")}.` : whyNoMachine(lab, name),
  );
  return nodes.filter(({ name }) => names.includes(name));
}

function refuseUnknown(names: readonly string[], known: readonly string[], why: (name: string) => string): void {
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new HomelabError(unknown.map(why).join("\n"), { exitCode: exitCodes.usage });
}

function whyNoMachine({ machines, catalog }: Homelab, name: string): string {
  if (catalog.guests.some((guest) => guest.name === name))
    return `${name} is switched off in homelab.yaml (guests.${name}.enabled).`;
  const meant = nearest(name, [...machines.keys()]);
  return `There is no machine ${name}. ${meant === undefined ? `Machines: ${[...machines.keys()].join(", ")}.` : `Did you mean ${meant}?`}`;
}

/** `user@host` of the person who runs this program; safe as a word of a remote command. */
export function whoIsAtWork(env: Terminal["env"]): string {
  const user = env["USER"] ?? env["LOGNAME"] ?? "somebody";
  return `${user}@${hostname()}`.replaceAll(/[^\w@.-]/g, "_");
}

/** What the guard of a node needs. */
export function watchOf({ site, networks }: Homelab, { name }: Node, env: Terminal["env"]): Watch {
  const ours = [...networks.values()].filter((network) => isRoutedBy(network, name));
  return {
    who: whoIsAtWork(env),
    operators: site.operators,
    bridges: [...new Set(ours.map(({ bridge }) => bridge))],
  };
}
