import type { Homelab } from "../../homelab/model";
import { digestFiles, dockerFirewallFiles, machineFiles } from "./machines";
import { stackFiles } from "./stacks";
import { viewFiles } from "./views";

/** Text of each golden file by its path, with `/` between names. */
export type GoldenTree = ReadonlyMap<string, string>;

/** Everything that ships for a homelab: what each machine is given, each resource, and what only follows from them. */
export const shippedTree = (lab: Homelab): GoldenTree =>
  new Map([
    ...digestFiles(lab),
    ...machineFiles(lab),
    ...dockerFirewallFiles(lab),
    ...stackFiles(lab),
    ...viewFiles(lab),
  ]);

/** The shipped homelab in full, and of another one what differs: a change of both shows up once. */
export function goldenTree(shipped: Homelab, minimal: Homelab): GoldenTree {
  const [first, second] = [shippedTree(shipped), shippedTree(minimal)];
  const lacking = [...first.keys()].filter((path) => !second.has(path));
  return new Map([
    ...[...first].map(([path, text]) => [`shipped/${path}`, text] as const),
    ...[...second]
      .filter(([path, text]) => first.get(path) !== text)
      .map(([path, text]) => [`minimal/${path}`, text] as const),
    ...(lacking.length > 0 ? [["minimal/lacking.txt", lacking.map((path) => `${path}\n`).join("")] as const] : []),
  ]);
}
