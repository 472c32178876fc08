import { nearest } from "../../values/nearest";
import { secretName } from "../secret";
import type { Check } from ".";

/** Every key under `secrets.items` is the name of a secret that something of this homelab uses. */
export const unknownSecret: Check = ({ site, instances, connections }) => {
  const known = new Set(
    [
      ...instances.flatMap(({ service }) => Object.values(service.secrets)),
      ...connections.flatMap(({ secrets }) => Object.values(secrets)),
    ].map(secretName),
  );
  return Object.keys(site.secrets.items)
    .filter((name) => !known.has(name))
    .map((name) => ({
      rule: "unknown-secret",
      path: ["secrets", "items", name],
      at: "key" as const,
      value: name,
      message: `No service of this homelab uses a secret ${name}.`,
      fix: `Is ${nearest(name, [...known]) ?? "another one"} meant? A secret is named <item>/<field>.`,
    }));
};
