import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import type { Position, Problem } from "../values/problem";
import type { Site } from "./schema";
import { entriesOf, offsetOf, resolve, type YamlTree } from "./yaml-tree";

/** homelab.yaml as text: what is needed to locate a value. */
export interface SiteSource {
  /** Path as the user gave it. */
  readonly file: string;
  /** Absent when the file could not be read. */
  readonly tree?: YamlTree;
}

/** homelab.yaml, read and checked. */
export interface SiteDocument extends SiteSource {
  readonly tree: YamlTree;
  readonly site: Site;
}

/** The location of a key path in the file. */
export interface Location extends Position {
  /** False when the path is not in the file: the position is that of the nearest key above it. */
  readonly present: boolean;
  /** The value as the user wrote it, for single values only; texts are quoted. */
  readonly written?: string;
  /** The location of the value itself, if there is an alias at this position. */
  readonly anchor?: Position & { readonly name: string };
}

type Path = Problem["path"];

interface Step {
  readonly keyNode: Node | null;
  readonly valueNode: Node | null;
}

function stepInto(node: Node | null, key: string | number, tree: YamlTree): Step | undefined {
  const inner = resolve(node, tree);
  if (isMap(inner)) return entriesOf(inner, tree).find((entry) => entry.key === String(key));
  if (!isSeq(inner) || typeof key !== "number") return undefined;
  const item = inner.items[key] as Node | undefined;
  return item === undefined ? undefined : { keyNode: null, valueNode: item };
}

/** Follows the path as far as the file has it. */
function descend(tree: YamlTree, path: Path): { readonly steps: readonly Step[]; readonly present: boolean } {
  const steps: Step[] = [{ keyNode: null, valueNode: tree.root }];
  for (const key of path) {
    const next = stepInto(steps.at(-1)?.valueNode ?? null, key, tree);
    if (next === undefined) return { steps, present: false };
    steps.push(next);
  }
  return { steps, present: true };
}

function written(node: Node | null): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  // One short line without the password of a URL, because messages end up in logs.
  const [line = "", ...rest] = (node.source ?? "").split("\n");
  const text = line.replace(/(:\/\/[^/@:]*):[^/@]*@/, "$1:***@");
  const short = text.length > 60 || rest.some((other) => other !== "") ? `${text.slice(0, 57)}...` : text;
  return typeof node.value === "string" ? JSON.stringify(short) : short;
}

const isEmpty = (node: Node | null): boolean => node === null || (isScalar(node) && node.value === null);

/**
 * Line and column of a key path. For an alias, the location is that of the alias, and `anchor` is the location of its
 * value; a value inside an aliased or merged map has its own location. For a missing value, or a key without a value,
 * the location is that of the nearest key.
 */
export function locate(source: SiteSource, path: Path, at: "key" | "value" = "value"): Location {
  const { tree } = source;
  if (tree === undefined || tree.root === null) return { line: 1, column: 1, present: false };
  const { steps, present } = descend(tree, path);
  const { keyNode, valueNode } = steps.at(-1) ?? { keyNode: null, valueNode: null };
  const pointsAtKey = at === "key" || !present || isEmpty(valueNode);
  const node = (pointsAtKey ? (keyNode ?? valueNode) : valueNode) ?? tree.root;
  const target = resolve(valueNode, tree);
  const text = present && at === "value" ? written(target) : undefined;
  const isAliased = !pointsAtKey && valueNode !== null && isAlias(valueNode) && target !== null;
  return {
    ...tree.positionOf(offsetOf(node)),
    present,
    ...(text !== undefined && { written: text }),
    ...(isAliased && { anchor: { name: valueNode.source, ...tree.positionOf(offsetOf(target)) } }),
  };
}
