import { isIpv4, containsAny } from "../../values/ipv4";
import type { Check } from "../check";

/** Terraform's state is outside the homelab that it describes: it is needed to rebuild that homelab. */
export const stateAtHome: Check = ({ site, networks }) => {
  const { backend, s3, http } = site.state;
  const address = backend === "s3" ? s3?.endpoint : backend === "http" ? http?.address : undefined;
  if (address === undefined) return [];
  const { hostname } = new URL(address);
  const within = isIpv4(hostname)
    ? containsAny(
        [...networks.values()].map(({ cidr }) => cidr),
        hostname,
      )
    : hostname === site.domain || hostname.endsWith(`.${site.domain}`);
  if (!within) return [];
  return [
    {
      rule: "state-at-home",
      path: backend === "s3" ? ["state", "s3", "endpoint"] : ["state", "http", "address"],
      value: address,
      message:
        "Terraform's state would be on the homelab that it describes: lost or unreachable when you have to rebuild it.",
      fix: "Store it outside the homelab, or keep a copy outside and refresh that after each deployment.",
      severity: "warning",
    },
  ];
};
