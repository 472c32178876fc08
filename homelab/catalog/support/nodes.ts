import type { Machine } from "../../model";
import type { Site } from "../../site";

/** The PVE node that is asked about the whole cluster: the first one under `pve.nodes`. */
export function firstNode(site: Site): string {
  return Object.keys(site.pve.nodes)[0] as string;
}

/** Selects one PVE node. */
export const onNode =
  (name: string) =>
  (machine: Machine): boolean =>
    machine.kind === "node" && machine.name === name;

/** Selects every PVE node. */
export const onNodes = (machine: Machine): boolean => machine.kind === "node";
