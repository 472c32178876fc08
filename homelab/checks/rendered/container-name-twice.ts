import { dockerHosts } from "../../derive";
import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** No two containers on a Docker host have the same name. */
export const containerNameTwice: Check = (_, get) =>
  get(dockerHosts).flatMap(({ containers }) =>
    duplicates(containers, ({ container }) => container.name).map(([name, first, ...others]) => {
      const { service } = newcomer([first, ...others]);
      const services = [...new Set([first, ...others].map((plan) => plan.service.name))];
      return {
        rule: "container-name",
        ...declarationOf(service),
        value: name,
        message: `Several containers of ${services.join(" and ")} are named ${name}.`,
        fix: `Rename the container of ${service.name}.`,
      };
    }),
  );
