import type { Check } from ".";
import { duplicates } from "./duplicates";

/** No two guests share an address. */
export const duplicateAddress: Check = ({ guests }) =>
  duplicates(guests.values(), ({ address }) => address).map(([address, first, ...others]) => {
    const last = others.at(-1) ?? first;
    return {
      rule: "duplicate-address",
      path: last.kind === "node" ? ["pve", "nodes", last.name, "address"] : ["guests", last.name, "address"],
      value: address,
      message: `${address} is the address of ${[first, ...others].map(({ name }) => name).join(" and ")}.`,
      fix: `Give ${last.name} another address of the network ${last.network}.`,
    };
  });
