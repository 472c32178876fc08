import { lan } from "../../model/network";
import type { Check } from "../check";

/** The network of the PVE hosts and of the household cannot be switched off. */
export const lanDisabled: Check = ({ site }) =>
  site.networks[lan]?.enabled !== false
    ? []
    : [
        {
          rule: "lan-disabled",
          path: ["networks", lan, "enabled"],
          value: "false",
          message: "lan cannot be switched off: the PVE hosts and the household are in it.",
          fix: "Remove the key.",
        },
      ];
