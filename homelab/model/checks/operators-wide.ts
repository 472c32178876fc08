import { parseCidr, prefixLength } from "../../values/ipv4";
import type { Check } from ".";

/** Narrower than this is a household; anything wider is nearly everybody. */
const widest = 16;

/** Who may manage hosts and guests is a small circle. */
export const operatorsWide: Check = ({ site }) =>
  site.operators.flatMap((operator, index) =>
    !operator.includes("/") || prefixLength(parseCidr(operator)) >= widest
      ? []
      : [
          {
            rule: "operators-wide",
            path: ["operators", index],
            value: operator,
            message: `${operator} may manage hosts and guests: that is nearly everybody.`,
            fix: "Name the addresses that you manage from, or your own network.",
            severity: "warning" as const,
          },
        ],
  );
