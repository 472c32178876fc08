import { nearest } from "../../values/nearest";
import type { Check } from "../check";
import { listenNames } from "../../model/listen-names";
import { declarationOf } from "../declaration";

/** Web interfaces and operations name ports that the service lists: a wrong name would silently lead nowhere. */
export const unknownListen: Check = ({ services }) =>
  [...services.values()].flatMap((service) => {
    const known = Object.keys(service.listens);
    return listenNames(service)
      .filter(({ listen }) => !known.includes(listen))
      .map(({ listen, at }) => ({
        rule: "unknown-listen",
        ...declarationOf(service),
        value: listen,
        message: `${service.name}.${at} names the port ${listen}, which the listens of ${service.name} do not have.`,
        fix:
          known.length === 0
            ? `Add ${listen} to its listens.`
            : `Is ${nearest(listen, known) ?? `one of ${known.join(", ")}`} meant? Or add ${listen} to its listens.`,
      }));
  });
