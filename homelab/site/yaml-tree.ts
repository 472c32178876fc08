import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from "yaml";
import type { Position } from "../values/problem";

/** A parsed YAML file in which every alias has a target, and no key appears twice in a map. */
export interface YamlTree {
  readonly root: Node | null;
  /** The node that each alias stands for; it always ends before the alias, so there are no cycles. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly positionOf: (offset: number) => Position;
}

/** One key of a map and its value; the key is in the map itself, or `<<` merges it in. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly valueNode: Node | null;
}

/** A member of a collection; the library types it as unknown, but a parsed document contains only nodes. */
export const asNode = (value: unknown): Node | null => value as Node | null;

/** The key as text, or undefined for a key that YAML allows but homelab.yaml does not. */
export function keyText(node: Node | null, targets: ReadonlyMap<Alias, Node>): string | undefined {
  const key = node !== null && isAlias(node) ? targets.get(node) : node;
  if (!isScalar(key) || key.value === null || key.value === "" || key.value === "__proto__") return undefined;
  return isMergeKey(key) ? "<<" : (key.source ?? undefined);
}

/** Whether a key is the merge key `<<`. */
export const isMergeKey = (node: Node | null): boolean => isScalar(node) && typeof node.value === "symbol";

/** Where a node begins, as an offset into the text. */
export function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Thrown for a tree that expands to far more than its text: the billion laughs attack. */
export class TooManyNodes extends Error {}

/**
 * The entries of a map with merge keys resolved: its own keys take precedence over merged ones, and an earlier merge
 * over a later one. Calls `visit` for each node.
 */
export function entriesOf(map: YAMLMap, tree: YamlTree, visit: () => void = () => undefined): readonly Entry[] {
  const own: Entry[] = [];
  const merged: Entry[] = [];
  for (const pair of map.items) {
    visit();
    const [keyNode, valueNode] = [asNode(pair.key), asNode(pair.value)];
    const key = keyText(keyNode, tree.targets);
    if (keyNode === null || key === undefined) continue;
    if (isMergeKey(keyNode)) {
      merged.push(...mergeSources(valueNode, tree).flatMap((map) => (isMap(map) ? entriesOf(map, tree, visit) : [])));
    } else {
      own.push({ key, keyNode, valueNode });
    }
  }
  const first = new Map<string, Entry>();
  for (const entry of [...own, ...merged]) if (!first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

/** The nodes that a merge key merges in; each must be a map. */
export function mergeSources(node: Node | null, tree: Pick<YamlTree, "targets">): readonly (Node | null)[] {
  const value = resolve(node, tree);
  return isSeq(value) ? value.items.map((item) => resolve(asNode(item), tree)) : [value];
}

/** The node itself, or the target of an alias. */
export function resolve(node: Node | null, tree: Pick<YamlTree, "targets">): Node | null {
  return node !== null && isAlias(node) ? (tree.targets.get(node) ?? null) : node;
}

// Far more than a file of the allowed size needs; nested aliases exceed it quickly.
const maxNodes = 200_000;

/**
 * The tree as plain values, with aliases and merge keys resolved. A key without a value is kept as undefined, so that
 * it means the default, but the schema still refuses it if it is unknown. Throws `TooManyNodes`.
 */
export function toPlain(tree: YamlTree): unknown {
  let nodes = 0;
  const visit = () => {
    nodes += 1;
    if (nodes > maxNodes) throw new TooManyNodes();
  };
  const convert = (given: Node | null): unknown => {
    visit();
    const node = resolve(given, tree);
    if (isMap(node)) {
      return Object.fromEntries(entriesOf(node, tree, visit).map(({ key, valueNode }) => [key, convert(valueNode)]));
    }
    if (isSeq(node)) return node.items.map((item) => convert(asNode(item)));
    return isScalar(node) ? (node.value ?? undefined) : undefined;
  };
  return convert(tree.root);
}
