import type { Check } from ".";
import { duplicates } from "./duplicates";

/** No two guests, nodes included, share a host name. */
export const duplicateHostname: Check = ({ guests }) =>
  duplicates(guests.values(), ({ hostname }) => hostname).map(([hostname, first, ...others]) => {
    const last = others.at(-1) ?? first;
    const changed = last.hostname === last.name && first.kind !== "node" ? first : last;
    return {
      rule: "duplicate-hostname",
      path: ["guests", changed.name, "hostname"],
      value: hostname,
      message: `${hostname} is the host name of ${[first, ...others].map(({ name }) => name).join(" and ")}.`,
      fix: `Give ${changed.name} a host name of its own.`,
    };
  });
