import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** No two guests have the same MAC address. */
export const duplicateMac: Check = ({ machines }) =>
  duplicates(machines.values(), (machine) => (machine.kind === "node" ? undefined : machine.mac)).map(
    ([mac, first, ...others]) => {
      const last = others.at(-1) ?? first;
      return {
        rule: "duplicate-mac",
        path: ["guests", last.name, "mac"],
        value: mac,
        message: `${[first, ...others].map(({ name }) => name).join(" and ")} have the same MAC address, ${mac}.`,
        fix: "Remove `mac` from one of them: Proxmox VE then chooses an address for it.",
      };
    },
  );
