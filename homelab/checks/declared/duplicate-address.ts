import type { Check } from "../check";
import { addressPath } from "../declaration";
import { duplicates } from "../duplicates";

/** No two machines have the same address. */
export const duplicateAddress: Check = ({ machines }) =>
  duplicates(machines.values(), ({ address }) => address).map(([address, first, ...others]) => {
    const group = [first, ...others];
    const paths = group.map(addressPath);
    return {
      rule: "duplicate-address",
      path: paths.at(-1) ?? [],
      orPaths: paths,
      value: address,
      message: `${group.map(({ name }) => name).join(" and ")} have the same address, ${address}.`,
      fix: `Give one of them another address in the network ${first.network}.`,
    };
  });
