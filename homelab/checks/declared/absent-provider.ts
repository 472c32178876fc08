import type { Problem } from "../../values/problem";
import type { Homelab } from "../../model/homelab";
import { roles } from "../../model/roles";
import type { Service } from "../../model/service";
import type { Check } from "../check";

const roleWarnings: Readonly<Record<keyof typeof roles, string>> = {
  proxy: "no web name leads anywhere",
  signOn: "nobody can sign on",
  resolver: "nobody answers the homelab's names",
  vpn: "there is no way in from outside",
  watcher: "nobody watches the services from outside",
  packageCache: "guests of isolated networks get no packages",
};

/** What is switched off and only wished for by others, or serves all of them: allowed, but its user should know. */
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
  return users.length === 0 ? [] : [`missed by ${users.map((user) => user.name).join(", ")}`];
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
    fix: "Nothing to do, if that is what you want.",
    severity: "warning",
  };
}
