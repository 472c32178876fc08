import { asCidr, prefixLength } from "../../values/ipv4";
import type { Check } from "../check";

/** Prefix length of the widest network that can still be one household's; a wider one is nearly the whole internet. */
const widest = 16;

/** Operators are few addresses. An IP set of Proxmox VE's firewall does not even accept 0.0.0.0/0. */
export const operatorsWide: Check = ({ site }) =>
  site.operators.flatMap((operator, index) => {
    const bits = prefixLength(asCidr(operator));
    if (bits >= widest) return [];
    return [
      {
        rule: "operators-wide",
        path: ["operators", index],
        value: operator,
        message: `${operator} lets ${bits === 0 ? "" : "nearly "}every address manage hosts and guests.`,
        fix: "Write the addresses or the network that you work from.",
        ...(bits > 0 && { severity: "warning" as const }),
      },
    ];
  });
