import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** No two guests, nodes included, share a host name. */
export const duplicateHostname: Check = ({ machines: guests }) =>
  duplicates(guests.values(), ({ hostname }) => hostname).map(([hostname, first, ...others]) => {
    const group = [first, ...others];
    const last = others.at(-1) ?? first;
    return {
      rule: "duplicate-hostname",
      path: ["guests", last.name, "hostname"],
      orPaths: group.map(({ name }) => ["guests", name, "hostname"]),
      value: hostname,
      message: `${hostname} is the host name of ${group.map(({ name }) => name).join(" and ")}.`,
      fix: "Give one of them a host name of its own.",
    };
  });
