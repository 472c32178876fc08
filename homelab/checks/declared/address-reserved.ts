import { networkOf } from "../../model/addresses";
import { broadcast, networkAddress } from "../../values/ipv4";
import type { Check } from "../check";
import { addressPath } from "../declaration";

/** The network's own address, its broadcast address and its gateway belong to no guest. */
export const addressReserved: Check = (lab) =>
  [...lab.machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    const taken = new Map<string, string>([
      [networkAddress(network.cidr), "address of the network itself"],
      [broadcast(network.cidr), "broadcast address"],
      [network.gateway, `gateway, which ${network.node ?? "a router"} owns`],
    ]);
    const reason = taken.get(machine.address);
    if (reason === undefined) return [];
    return [
      {
        rule: "address-reserved",
        path: addressPath(machine),
        value: machine.address,
        message: `${machine.address} cannot be the address of ${machine.name}: in ${network.name} it is the ${reason}.`,
        fix: `Choose another address of ${network.cidr}.`,
      },
    ];
  });
