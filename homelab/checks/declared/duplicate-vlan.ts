import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** A VLAN id stands for one network on a bridge; so does the untagged side. Bridges of ours end at their node. */
export const duplicateVlan: Check = ({ networks }) =>
  duplicates(networks.values(), ({ node, bridge, vlan }) => `${node ?? ""} ${bridge} ${vlan ?? "untagged"}`).map(
    ([, first, ...others]) => {
      const last = others.at(-1) ?? first;
      const tag = last.vlan === undefined ? "untagged" : `VLAN ${last.vlan}`;
      return {
        rule: "duplicate-vlan",
        path: ["networks", last.name, "vlan"],
        orPaths: [first, ...others].map(({ name }) => ["networks", name, "vlan"]),
        ...(last.vlan !== undefined && { value: String(last.vlan) }),
        message: `${[first, ...others].map(({ name }) => name).join(" and ")} are both ${tag} on ${last.bridge}.`,
        fix: `Give ${last.name} a VLAN id of its own, or another bridge.`,
      };
    },
  );
