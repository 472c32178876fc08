import { contains } from "../../values/ipv4";
import type { Check } from ".";

/**
 * Nobody but host and router lives in the transit of a routed uplink: replies to an operator in it would go round a
 * stateful router, which then drops the connection.
 */
export const transitNetwork: Check = ({ site, networks, guests }) => {
  const transit = networks.get(site.uplink.transit ?? "");
  if (site.uplink.mode !== "routed" || transit === undefined) return [];
  const inside = [
    ...[...guests.values()].filter(({ network }) => network === transit.name).map(({ name }) => name),
    ...site.operators.filter((operator) =>
      contains(transit.cidr, (operator.split("/")[0] ?? operator) as typeof transit.gateway),
    ),
  ];
  return inside.length === 0
    ? []
    : [
        {
          rule: "transit-network",
          path: ["uplink", "transit"],
          value: transit.name,
          message: `${transit.name} cannot be the transit to the router, because others live in it: ${inside.join(", ")}.`,
          fix: "Declare a network of its own for host and router, for instance a /30.",
        },
      ];
};
