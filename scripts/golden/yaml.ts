import { Document, isCollection, isMap, isScalar, isSeq, visit, type Node } from "yaml";

/** How long a list or map may be to stand on one line. */
const lineWidth = 160;

/**
 * A value as YAML that differs only where the value does: what is short and holds no further lists stands on one line, so
 * that a firewall's rule is a line; texts of several lines stand as they are; nothing is folded.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_, node) => {
      if (isFlat(node) && widthOf(node) <= lineWidth) node.flow = true;
    },
  });
  // The width only decides where scalars are folded and flow collections broken: never.
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const valuesOf = (node: Node): readonly unknown[] => {
  if (isMap(node)) return node.items.map(({ value }) => value);
  return isSeq(node) ? node.items : [];
};

const isFlat = (node: Node): boolean =>
  valuesOf(node).every(
    (value) =>
      value === null ||
      (isScalar(value) && !String(value.value).includes("\n")) ||
      (isCollection(value) && value.items.length === 0),
  );

const widthOf = (node: Node): number => JSON.stringify(node.toJSON()).length;

/** The same with the keys of every map in order, for what comes in no order that means anything. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}
