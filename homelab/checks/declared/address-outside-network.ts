import { networkOf } from "../../model/addresses";
import { contains } from "../../values/ipv4";
import type { Check } from "../check";
import { addressPath } from "../declaration";

/** The address of a guest is in its network, and the address of a node is in lan. */
export const addressOutsideNetwork: Check = (lab) =>
  [...lab.machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    if (contains(network.cidr, machine.address)) return [];
    return [
      {
        rule: "address-outside-network",
        path: addressPath(machine),
        value: machine.address,
        message: `The address of ${machine.name} is not in its network ${network.name} (${network.cidr}).`,
        fix: `Give ${machine.name} a free address in ${network.cidr}, or correct networks.${network.name}.cidr.`,
      },
    ];
  });
