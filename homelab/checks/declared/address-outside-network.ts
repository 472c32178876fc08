import { networkOf } from "../../model/addresses";
import { contains } from "../../values/ipv4";
import type { Check } from "../check";
import { addressPath } from "../declaration";

/** A guest's address lies in its network, and a node's own in lan. */
export const addressOutsideNetwork: Check = (lab) =>
  [...lab.machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    if (contains(network.cidr, machine.address)) return [];
    return [
      {
        rule: "address-outside-network",
        path: addressPath(machine),
        value: machine.address,
        message: `The address of ${machine.name} lies outside its network ${network.name}, ${network.cidr}.`,
        fix: `Give it a free address of ${network.cidr}, or correct networks.${network.name}.cidr.`,
      },
    ];
  });
