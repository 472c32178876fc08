import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { containersByService } from "./containers";

/** A container names only ports of its service. */
export const containerPort: Check = (_, get) =>
  containersByService(get).flatMap(({ service, containers }) =>
    containers.flatMap(({ name, ports = [] }) =>
      ports
        .filter((key) => !Object.hasOwn(service.ports, key))
        .map((key) => ({
          rule: "container-port",
          ...declarationOf(service),
          value: key,
          message: `The container ${name} names the port ${key}, but ${service.name} has no such port.`,
          fix: `Add ${key} to the ports of ${service.name}, or remove it from the ports of the container.`,
        })),
    ),
  );
