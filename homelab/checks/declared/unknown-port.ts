import { nearest } from "../../values/nearest";
import type { Check } from "../check";
import { portNames } from "../../model/port-names";
import { declarationOf } from "../declaration";

/** Web interfaces and operations name existing ports of their service: a wrong name would silently lead nowhere. */
export const unknownPort: Check = ({ services }) =>
  [...services.values()].flatMap((service) => {
    const known = Object.keys(service.ports);
    return portNames(service)
      .filter(({ port }) => !known.includes(port))
      .map(({ port, at }) => ({
        rule: "unknown-port",
        ...declarationOf(service),
        value: port,
        message: `${service.name}.${at} names the port ${port}, but ${service.name} has no such port.`,
        fix:
          known.length === 0
            ? `Add ${port} to its ports.`
            : `Did you mean ${nearest(port, known) ?? known.join(" or ")}? Or add ${port} to its ports.`,
      }));
  });
