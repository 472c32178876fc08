import { nearest } from "../../values/nearest";
import type { Check } from "../check";
import { portNames } from "../../model/port-names";
import { declarationOf } from "../declaration";

/** Web interfaces and operations name ports that the service lists: a wrong name would silently lead nowhere. */
export const unknownPort: Check = ({ services }) =>
  [...services.values()].flatMap((service) => {
    const known = Object.keys(service.ports);
    return portNames(service)
      .filter(({ port }) => !known.includes(port))
      .map(({ port, at }) => ({
        rule: "unknown-port",
        ...declarationOf(service),
        value: port,
        message: `${service.name}.${at} names the port ${port}, which the ports of ${service.name} do not have.`,
        fix:
          known.length === 0
            ? `Add ${port} to its ports.`
            : `Is ${nearest(port, known) ?? `one of ${known.join(", ")}`} meant? Or add ${port} to its ports.`,
      }));
  });
