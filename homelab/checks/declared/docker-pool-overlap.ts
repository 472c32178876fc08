import { overlaps } from "../../values/ipv4";
import { dockerPool } from "../../model/docker-pool";
import type { Check } from "../check";

/** No network overlaps Docker's address pool: containers could not reach it. */
export const dockerPoolOverlap: Check = ({ networks }) =>
  [...networks.values()]
    .filter(({ cidr }) => overlaps(cidr, dockerPool))
    .map(({ name, cidr }) => ({
      rule: "docker-pool-overlap",
      path: ["networks", name, "cidr"],
      value: cidr,
      message: `The network ${name} overlaps ${dockerPool}, which Docker hosts use for the networks of their containers.`,
      fix: `Choose a network outside ${dockerPool}, for instance in 10.0.0.0/8.`,
    }));
