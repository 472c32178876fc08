import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** Guests and networks name nodes that exist. */
export const unknownNode: Check = ({ site }) => {
  const known = Object.keys(site.pve.nodes);
  const named = [
    ...Object.entries(site.guests).map(([name, { node }]) => ({ node, path: ["guests", name, "node"] })),
    ...Object.entries(site.networks).map(([name, { node }]) => ({ node, path: ["networks", name, "node"] })),
  ];
  return named.flatMap(({ node, path }) =>
    node === undefined || known.includes(node)
      ? []
      : [
          {
            rule: "unknown-node",
            path,
            value: node,
            message: `There is no PVE node ${node}.`,
            fix: `Is ${nearest(node, known) ?? `one of ${known.join(", ")}`} meant? Nodes stand under pve.nodes.`,
          },
        ],
  );
};
