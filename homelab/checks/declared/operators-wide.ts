import { asCidr, prefixLength } from "../../values/ipv4";
import type { Check } from "../check";

/** Narrower than this is a household; anything wider is nearly everybody. */
const widest = 16;

/** Who may manage hosts and guests is a small circle; a set of Proxmox VE's firewall does not even take everybody. */
export const operatorsWide: Check = ({ site }) =>
  site.operators.flatMap((operator, index) => {
    const bits = prefixLength(asCidr(operator));
    if (bits >= widest) return [];
    return [
      {
        rule: "operators-wide",
        path: ["operators", index],
        value: operator,
        message: `${operator} may manage hosts and guests: that is ${bits === 0 ? "" : "nearly "}everybody.`,
        fix: "Name the addresses that you manage from, or your own network.",
        ...(bits > 0 && { severity: "warning" as const }),
      },
    ];
  });
