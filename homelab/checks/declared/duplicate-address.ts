import type { Check } from "../check";
import { addressPath } from "../declaration";
import { duplicates } from "../duplicates";

/** No two guests share an address. */
export const duplicateAddress: Check = ({ machines: guests }) =>
  duplicates(guests.values(), ({ address }) => address).map(([address, first, ...others]) => {
    const group = [first, ...others];
    const paths = group.map(addressPath);
    return {
      rule: "duplicate-address",
      path: paths.at(-1) ?? [],
      orPaths: paths,
      value: address,
      message: `${address} is the address of ${group.map(({ name }) => name).join(" and ")}.`,
      fix: `Give one of them another address of the network ${first.network}.`,
    };
  });
