import { nearest } from "../../values/nearest";
import type { Check } from "../check";

/** Every key under `apps` is an app of the catalog. */
export const unknownApp: Check = ({ site, catalog }) => {
  const known = catalog.services.filter(({ app }) => app !== undefined).map(({ name }) => name);
  return Object.keys(site.apps)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: "unknown-app",
      path: ["apps", name],
      at: "key" as const,
      value: name,
      message: `There is no app named ${name}.`,
      fix: `Did you mean ${nearest(name, known) ?? `one of ${known.join(", ")}`}?`,
    }));
};
