import { overlaps } from "../../values/ipv4";
import { dockerPool } from "../../model/docker-pool";
import type { Check } from "../check";

/** Containers could not reach a network whose addresses Docker uses itself. */
export const dockerPoolOverlap: Check = ({ networks }) =>
  [...networks.values()]
    .filter(({ cidr }) => overlaps(cidr, dockerPool))
    .map(({ name, cidr }) => ({
      rule: "docker-pool-overlap",
      path: ["networks", name, "cidr"],
      value: cidr,
      message: `${name} overlaps ${dockerPool}, from which the Docker hosts take the networks of their containers.`,
      fix: "Choose addresses outside of it, for instance below 10.0.0.0/8.",
    }));
