import { isDnsLabel } from "../../values/names";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/**
 * The name of a service becomes one of containers, accounts and networks; a DNS label is right for all of them. Where the
 * name is made of a key of homelab.yaml, that key has been checked instead.
 */
export const serviceName: Check = ({ catalog }) =>
  catalog.services
    .filter(({ name, declaredAt }) => declaredAt === undefined && !isDnsLabel(name))
    .map((service) => ({
      rule: "service-name",
      ...declarationOf(service),
      value: service.name,
      message: `A service cannot be named "${service.name}": 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.`,
      fix: "Give it a DNS label as its name; people are shown its title.",
    }));
