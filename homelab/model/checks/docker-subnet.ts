import type { Check } from ".";
import { declarationOf } from "./declaration";
import { duplicates } from "./duplicates";

/** Highest octet for an app; 0 is the common network and 255 the backplane. */
const highest = 250;

/** An app that wants a Docker network of its own has a number for it alone. */
export const dockerSubnetNumber: Check = ({ services }) => {
  const apps = [...services.values()].filter(({ app }) => app?.subnet !== undefined);
  const outside = apps
    .filter(({ app }) => !Number.isInteger(app?.subnet) || (app?.subnet ?? 0) < 1 || (app?.subnet ?? 0) > highest)
    .map((service) => ({
      ...declarationOf(service),
      rule: "docker-subnet",
      value: String(service.app?.subnet),
      message: `The Docker network of ${service.name} cannot have the number ${service.app?.subnet}.`,
      fix: `Choose a free number from 1 to ${highest}.`,
    }));
  const twice = duplicates(apps, ({ app }) => String(app?.subnet)).map(([number, first, ...others]) => {
    const last = others.at(-1) ?? first;
    return {
      ...declarationOf(last),
      rule: "docker-subnet",
      value: number,
      message: `${[first, ...others].map(({ name }) => name).join(" and ")} both want the Docker network number ${number}.`,
      fix: `Give ${last.name} a free number from 1 to ${highest}.`,
    };
  });
  return [...outside, ...twice];
};
