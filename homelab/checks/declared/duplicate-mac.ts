import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** No two guests share a MAC address. */
export const duplicateMac: Check = ({ machines: guests }) =>
  duplicates(guests.values(), (machine) => (machine.kind === "node" ? undefined : machine.mac)).map(
    ([mac, first, ...others]) => {
      const last = others.at(-1) ?? first;
      return {
        rule: "duplicate-mac",
        path: ["guests", last.name, "mac"],
        value: mac,
        message: `${mac} is the MAC address of ${[first, ...others].map(({ name }) => name).join(" and ")}.`,
        fix: "Remove one of them: PVE then chooses an address of its own.",
      };
    },
  );
