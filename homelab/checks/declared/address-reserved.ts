import { networkOf } from "../../model/addresses";
import { isHostRouted } from "../../model/network";
import { broadcast, networkAddress } from "../../values/ipv4";
import type { Check } from "../check";
import { addressPath } from "../declaration";

/** No machine has the network address, the broadcast address or the gateway address of its network. */
export const addressReserved: Check = (lab) =>
  [...lab.machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    const taken = new Map<string, string>([
      [networkAddress(network.cidr), "network address"],
      [broadcast(network.cidr), "broadcast address"],
      [network.gateway, `gateway address, which belongs to ${isHostRouted(network) ? network.node : "the router"}`],
    ]);
    const reason = taken.get(machine.address);
    if (reason === undefined) return [];
    return [
      {
        rule: "address-reserved",
        path: addressPath(machine),
        value: machine.address,
        message: `${machine.address} cannot be the address of ${machine.name}: in ${network.name} it is the ${reason}.`,
        fix: `Give ${machine.name} another address in ${network.cidr}.`,
      },
    ];
  });
