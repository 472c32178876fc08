import {
  Composer,
  isAlias,
  isMap,
  isSeq,
  Parser,
  type Alias,
  type CST,
  type Document,
  type Node,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Problem } from "../values/problem";
import { asNode, isMergeKey, keyText, mergeSources, offsetOf, type YamlTree } from "./yaml-tree";

type Path = Problem["path"];

/** Walks a document once, in order: finds the targets of aliases, and invalid keys. */
class Indexer {
  readonly targets = new Map<Alias, Node>();
  readonly problems: Problem[] = [];
  readonly #anchors = new Map<string, Node>();
  readonly #positionOf: YamlTree["positionOf"];

  constructor(positionOf: YamlTree["positionOf"]) {
    this.#positionOf = positionOf;
  }

  walk(node: Node | null, path: Path): void {
    if (node === null) return;
    if (isAlias(node)) return this.#alias(node, path);
    if (isMap(node)) this.#map(node, path);
    if (isSeq(node)) node.items.forEach((item, index) => this.walk(asNode(item), [...path, index]));
    // Recorded after its children, so that a node cannot contain an alias to itself.
    if ("anchor" in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  #refuse(node: Node, problem: Omit<Problem, "position">): void {
    this.problems.push({ ...problem, position: this.#positionOf(offsetOf(node)) });
  }

  #alias(alias: Alias, path: Path): void {
    const target = this.#anchors.get(alias.source);
    if (target !== undefined) return void this.targets.set(alias, target);
    this.#refuse(alias, {
      rule: "alias",
      path,
      value: `*${alias.source}`,
      message: `There is no anchor &${alias.source} before this alias, and a map cannot contain itself.`,
      fix: `Put &${alias.source} in front of the value that you mean, further up in the file.`,
    });
  }

  #map(map: YAMLMap, path: Path): void {
    const seen = new Set<string>();
    for (const pair of map.items) {
      const keyNode = asNode(pair.key);
      this.walk(keyNode, path);
      const key = keyText(keyNode, this.targets);
      const inner = [...path, key ?? ""];
      if (key === undefined) this.#badKey(keyNode ?? map, path);
      else if (seen.has(key)) this.#duplicate(keyNode ?? map, inner, key);
      seen.add(key ?? "");
      this.walk(asNode(pair.value), inner);
      if (isMergeKey(keyNode)) this.#merge(asNode(pair.value), inner);
    }
  }

  #badKey(node: Node, path: Path): void {
    this.#refuse(node, {
      rule: "key",
      path,
      at: "key",
      message: "This is not a valid key: it is empty, a list, a map, or the reserved word __proto__.",
      fix: "Write a word before the colon.",
    });
  }

  #duplicate(node: Node, path: Path, key: string): void {
    this.#refuse(node, {
      rule: "duplicate-key",
      path,
      at: "key",
      message: `The key ${key} appears twice in this map, so one of its values would be lost.`,
      fix:
        key === "<<"
          ? "Write one merge key with a list, such as <<: [*one, *other]."
          : "Remove one of them, or merge their contents.",
    });
  }

  #merge(node: Node | null, path: Path): void {
    if (node === null || mergeSources(node, this).every((source) => isMap(source))) return;
    this.#refuse(node, {
      rule: "merge-key",
      path,
      message: "The value of a merge key (<<) must be a map or a list of maps.",
      fix: "Write <<: *anchor, where &anchor is in front of a map.",
    });
  }
}

/** The depth of a token's tree; computed without recursion, because a hostile file could exhaust the stack. */
function depthOf(root: CST.Token): number {
  const open: [token: CST.Token, depth: number][] = [[root, 0]];
  let deepest = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    deepest = Math.max(deepest, depth);
    const items = "items" in token ? token.items : [];
    const inner = token.type === "document" ? [token.value] : items.flatMap(({ key, value }) => [key, value]);
    for (const child of inner) if (child !== null && child !== undefined) open.push([child, depth + 1]);
  }
  return deepest;
}

// The deepest key of the schema has six levels.
const maxDepth = 50;

const fixes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Indent with spaces; YAML does not allow tabs there.",
  TAG_RESOLVE_FAILED: "Remove the tag (the word that begins with an exclamation mark), or put the text in quotes.",
};

/** Line and column of an offset. The library's LineCounter misses lines after a syntax error. */
function positionsIn(text: string): YamlTree["positionOf"] {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

// After one wrong bracket, the library reports errors in everything that follows.
const isAftermath = ({ code }: YAMLError): boolean => code === "UNEXPECTED_TOKEN";

/** The errors that the library found: the first of each line, because further ones there mostly follow from it. */
function syntaxProblems(documents: readonly Document.Parsed[], positionOf: YamlTree["positionOf"]): readonly Problem[] {
  const [first, second] = documents;
  const found: readonly YAMLError[] = [...(first?.errors ?? []), ...(first?.warnings ?? [])];
  const causes = found.filter((fault, index) => index === 0 || !isAftermath(fault));
  const faults = causes.map(({ code, message, pos }) => ({
    rule: "yaml-syntax",
    path: [],
    position: positionOf(pos[0]),
    message: message.replace(/\.?$/, "."),
    fix: fixes[code] ?? "Check indentation, quotes and brackets on this line and the one before.",
  }));
  const lines = faults.map(({ position }) => position.line);
  const firsts = faults.filter(({ position }, index) => lines.indexOf(position.line) === index);
  if (second === undefined) return firsts;
  const several = {
    rule: "one-document",
    path: [],
    position: positionOf(second.range[0]),
    message: "The file contains more than one YAML document.",
    fix: "Remove the line `---` and everything after it, or merge the documents.",
  };
  return [...firsts, several];
}

/** Parses one YAML document. Use the tree only if there are no problems. */
export function parseYaml(text: string): { readonly tree: YamlTree; readonly problems: readonly Problem[] } {
  const positionOf = positionsIn(text);
  const tokens = [...new Parser().parse(text)];
  const indexer = new Indexer(positionOf);
  if (tokens.some((token) => depthOf(token) > maxDepth)) {
    const message = `The file is nested more than ${maxDepth} levels deep.`;
    const problem = {
      rule: "nesting",
      path: [],
      message,
      fix: "Remove unnecessary brackets or indentation.",
    };
    return { tree: { root: null, targets: indexer.targets, positionOf }, problems: [problem] };
  }
  // The indexer reports duplicate keys, because it has their paths.
  const composer = new Composer({ merge: true, uniqueKeys: false, prettyErrors: false });
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  const root = documents[0]?.contents ?? null;
  const syntax = syntaxProblems(documents, positionOf);
  if (syntax.length === 0) indexer.walk(root, []);
  return { tree: { root, targets: indexer.targets, positionOf }, problems: [...syntax, ...indexer.problems] };
}
