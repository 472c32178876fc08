import { covers, type Cidr, type Ipv4 } from "../../values/ipv4";
import { dockerPool } from "../../model/docker-pool";
import type { Homelab } from "../../model/homelab";
import type { Check } from "../check";

/** Every operator can reach the hosts: an operator whose packets cannot arrive would be locked out. */
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
            message: `${operator} could not manage anything: ${why}.`,
            fix: "Write an address or a network that you work from, such as 192.168.1.0/24.",
          },
        ];
  });

function obstacle({ networks }: Homelab, operator: Ipv4 | Cidr): string | undefined {
  if (covers(dockerPool, operator)) return "Docker uses these addresses for containers, and no host ever sees them";
  const isolated = [...networks.values()].find((network) => network.isolated && covers(network.cidr, operator));
  return isolated === undefined ? undefined : `the network ${isolated.name} is isolated, so no packets leave it`;
}
