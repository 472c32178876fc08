import { covers, type Cidr, type Ipv4 } from "../../values/ipv4";
import { dockerPool } from "../../model/docker-pool";
import type { Homelab } from "../../model/homelab";
import type { Check } from "../check";

/** Whoever manages has a way to the hosts that the rules leave open; an operator without one locks himself out. */
export const operatorsUnreachable: Check = (lab) =>
  lab.site.operators.flatMap((operator, index) => {
    const why = obstacle(lab, operator);
    return why === undefined
      ? []
      : [
          {
            rule: "operators-unreachable",
            path: ["operators", index],
            value: operator,
            message: `From ${operator} nobody could manage anything: ${why}.`,
            fix: "Name an address or a network that you work from, such as 192.168.1.0/24.",
          },
        ];
  });

function obstacle({ networks }: Homelab, operator: Ipv4 | Cidr): string | undefined {
  if (covers(dockerPool, operator)) return "these are addresses of containers, which no host ever sees";
  const isolated = [...networks.values()].find((network) => network.isolated && covers(network.cidr, operator));
  return isolated === undefined ? undefined : `${isolated.name} is isolated, so nothing leaves it`;
}
