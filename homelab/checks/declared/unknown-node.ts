import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** Guests and networks name existing nodes. */
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
            message: `There is no PVE node named ${node}.`,
            fix: `Did you mean ${nearest(node, known) ?? known.join(" or ")}? Or declare ${node} under pve.nodes.`,
          },
        ],
  );
};
