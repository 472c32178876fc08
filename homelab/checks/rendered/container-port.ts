import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { containersByService } from "./containers";

/** A container answers only ports that its service listens on. */
export const containerPort: Check = (_, get) =>
  containersByService(get).flatMap(({ service, containers }) =>
    containers.flatMap(({ name, ports = [] }) =>
      ports
        .filter((key) => !Object.hasOwn(service.ports, key))
        .map((key) => ({
          rule: "container-port",
          ...declarationOf(service),
          value: key,
          message: `The container ${name} answers the port ${key}, which the ports of ${service.name} do not have.`,
          fix: `Add ${key} to its ports, or take it from the ports of the container.`,
        })),
    ),
  );
