import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** No two machines have the same host name. */
export const duplicateHostname: Check = ({ machines }) =>
  duplicates(machines.values(), ({ hostname }) => hostname).map(([hostname, first, ...others]) => {
    const group = [first, ...others];
    const last = others.at(-1) ?? first;
    return {
      rule: "duplicate-hostname",
      path: ["guests", last.name, "hostname"],
      orPaths: group.map(({ name }) => ["guests", name, "hostname"]),
      value: hostname,
      message: `${group.map(({ name }) => name).join(" and ")} have the same host name, ${hostname}.`,
      fix: "Give one of them another host name.",
    };
  });
