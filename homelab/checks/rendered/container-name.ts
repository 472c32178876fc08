import type { Container, Service } from "../../model";
import { isDnsLabel } from "../../values/names";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { containersByService } from "./containers";

/**
 * Container names are DNS labels, so they are also host names; other apps find a service by its first container's name.
 */
export const containerName: Check = (_, get) =>
  containersByService(get).flatMap(({ service, containers }) => misnamed(service, containers));

function misnamed(service: Service, containers: readonly Container[]): Problem[] {
  const problem = (name: string, message: string, fix: string): Problem => ({
    rule: "container-name",
    ...declarationOf(service),
    value: name,
    message,
    fix,
  });
  const [first] = containers;
  const other = first !== undefined && first.name !== service.name ? [first] : [];
  return [
    ...other.map(({ name }) =>
      problem(
        name,
        `The first container of ${service.name} is named ${name}, but other apps find it by the name ${service.name}.`,
        `Name it ${service.name}, or put the container of that name first.`,
      ),
    ),
    ...containers
      .filter((container) => !isDnsLabel(container.name) && !other.includes(container))
      .map(({ name }) =>
        problem(
          name,
          `A container of ${service.name} cannot be named "${name}": 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.`,
          "Use a DNS label as its name.",
        ),
      ),
  ];
}
