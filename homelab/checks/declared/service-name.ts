import { isDnsLabel } from "../../values/names";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/**
 * Containers, accounts and networks are named after their service, and a DNS label is valid for all of them. Where the
 * name comes from a key of homelab.yaml, the schema has already checked that key.
 */
export const serviceName: Check = ({ catalog }) =>
  catalog.services
    .filter(({ name, declaredAt }) => declaredAt === undefined && !isDnsLabel(name))
    .map((service) => ({
      rule: "service-name",
      ...declarationOf(service),
      value: service.name,
      message: `A service cannot be named "${service.name}": 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.`,
      fix: "Use a DNS label as its name; people see its title.",
    }));
