import { broadcast, contains, networkAddress } from "../../values/ipv4";
import type { Check } from "../check";

/** A gateway has a host address of its network. */
export const gatewayOutsideNetwork: Check = ({ networks }) =>
  [...networks.values()]
    .filter(
      ({ cidr, gateway }) =>
        !contains(cidr, gateway) || gateway === networkAddress(cidr) || gateway === broadcast(cidr),
    )
    .map(({ name, cidr, gateway }) => ({
      rule: "gateway-outside-network",
      path: ["networks", name, "gateway"],
      value: gateway,
      message: `The gateway of ${name} is not a host address of ${cidr}.`,
      fix: `Choose a host address of ${cidr}, or remove the key: the first host address is the default.`,
    }));
