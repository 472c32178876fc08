import type { Problem } from "../../values/problem";
import type { Homelab } from "../../model/homelab";
import { roles } from "../../model/roles";
import type { Service } from "../../model/service";
import type { Check } from "../check";

const roleWarnings: Readonly<Record<keyof typeof roles, string>> = {
  proxy: "no web name works",
  signOn: "people cannot sign on",
  resolver: "the homelab's names do not resolve",
  vpn: "the homelab cannot be reached through the VPN",
  watcher: "no monitor checks the services over the network",
  packageCache: "guests in isolated networks cannot install packages",
};

/** Warns about a service that is switched off although others use it optionally, or although it has a role for all. */
export const absentProvider: Check = (lab) =>
  lab.catalog.services
    .filter((service) => !lab.services.has(service.name))
    .flatMap((service) => {
      const losses = [...missedBy(lab, service), ...missingRole(service)];
      return losses.length === 0
        ? []
        : [{ ...switchOf(service), message: `${service.name} is switched off: ${losses.join("; ")}.` }];
    });

function missedBy({ services }: Homelab, { name, provides }: Service): string[] {
  const offered = new Set(provides.map((contract) => contract.name));
  const users = [...services.values()].filter(({ uses }) =>
    Object.values(uses).some(
      ({ contract, from, optional }) => optional && offered.has(contract.name) && (from === undefined || from === name),
    ),
  );
  return users.length === 0 ? [] : [`${users.map((user) => user.name).join(", ")} would use it`];
}

function missingRole({ name }: Service): string[] {
  return Object.entries(roles).flatMap(([role, service]) =>
    service === name ? [roleWarnings[role as keyof typeof roles]] : [],
  );
}

function switchOf({ name, app, on }: Service): Omit<Problem, "message"> {
  return {
    rule: "absent-provider",
    path: ["apps", name],
    orPaths: typeof on === "function" ? [] : [["guests", on.name, "enabled"]],
    ...(app !== undefined && { value: "false" }),
    fix: "Switch it on, or ignore this warning if that is what you want.",
    severity: "warning",
  };
}
