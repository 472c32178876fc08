import { textDigest } from "../../homelab/bundle";
import type { Homelab } from "../../homelab/model";
import { digestFiles, dockerFirewallFiles, machineFiles } from "./machines";
import { stackFiles } from "./stacks";
import { viewFiles } from "./views";
import { yamlText } from "./yaml";

/** Text of each golden file by its path, with `/` between names. */
export type GoldenTree = ReadonlyMap<string, string>;

/** Homelabs whose output is golden. */
export interface GoldenHomelabs {
  /** In full. */
  readonly shipped: Homelab;
  /** What it has otherwise than the shipped one, in full: little. */
  readonly minimal: Homelab;
  /** Digests of what it has otherwise: most of it. */
  readonly public: Homelab;
}

/** Everything that is golden, each homelab below its name; what two have alike shows up once. */
export function goldenTree(labs: GoldenHomelabs): GoldenTree {
  const shipped = treeOf(labs.shipped);
  const otherwise = (lab: Homelab): GoldenTree => differences(shipped, treeOf(lab));
  return new Map([
    ...below("shipped", shipped),
    ...below("minimal", otherwise(labs.minimal)),
    ["public/digests.yaml", yamlText(digests(otherwise(labs.public)))],
  ]);
}

/** All that a homelab comes to: what each machine is given, each resource, and what is in neither. */
const treeOf = (lab: Homelab): GoldenTree =>
  new Map([
    ...digestFiles(lab),
    ...machineFiles(lab),
    ...dockerFirewallFiles(lab),
    ...stackFiles(lab),
    ...viewFiles(lab),
  ]);

const below = (directory: string, tree: GoldenTree): GoldenTree =>
  new Map([...tree].map(([path, text]) => [`${directory}/${path}`, text]));

/** What another homelab has otherwise, and the names of what it does not have. */
function differences(first: GoldenTree, other: GoldenTree): GoldenTree {
  const lacking = [...first.keys()].filter((path) => !other.has(path)).map((path) => `${path}\n`);
  return new Map([
    ...[...other].filter(([path, text]) => first.get(path) !== text),
    ...(lacking.length > 0 ? [["lacking.txt", lacking.join("")] as const] : []),
  ]);
}

/** Enough of each file's digest to see that it changed. */
const digests = (tree: GoldenTree): Readonly<Record<string, string>> =>
  Object.fromEntries([...tree].map(([path, text]) => [path, textDigest(text).slice(0, 12)]));
