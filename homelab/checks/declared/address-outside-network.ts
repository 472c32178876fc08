import { contains } from "../../values/ipv4";
import type { Check } from "../check";
import { addressPath } from "../declaration";

/** A guest's address lies in its network, and a node's own in lan. */
export const addressOutsideNetwork: Check = ({ guests, networks }) =>
  [...guests.values()].flatMap((guest) => {
    const network = networks.get(guest.network);
    if (network === undefined || contains(network.cidr, guest.address)) return [];
    return [
      {
        rule: "address-outside-network",
        path: addressPath(guest),
        value: guest.address,
        message: `The address of ${guest.name} lies outside its network ${network.name}, ${network.cidr}.`,
        fix: `Give it a free address of ${network.cidr}, or correct networks.${network.name}.cidr.`,
      },
    ];
  });
