import { nearest } from "../../values/nearest";
import type { Contract, Use } from "../../model/contract";
import { deployerCredentials } from "../../model/credentials";
import { secretName, type Secret } from "../../model/secret";
import type { Check } from "../check";

/**
 * Every key under `secrets.items` names a secret of the catalog, switched on or not, or a credential of the deployer.
 */
export const unknownSecret: Check = ({ site, catalog }) => {
  const known = new Set(
    [
      ...catalog.services.flatMap(({ secrets }) => Object.values(secrets)),
      ...catalog.services.flatMap(({ name, uses }) => Object.values(uses).flatMap((use) => secretsOf(use, name))),
      ...deployerCredentials,
    ].map(secretName),
  );
  return Object.keys(site.secrets.items)
    .filter((name) => !known.has(name))
    .map((name) => ({
      rule: "unknown-secret",
      path: ["secrets", "items", name],
      at: "key" as const,
      value: name,
      message: `This homelab has no secret named ${name}.`,
      fix: `Did you mean ${nearest(name, [...known]) ?? "another one"}? A secret is named <item>/<field>.`,
    }));
};

function secretsOf({ contract, request }: Use, client: string): Secret[] {
  return Object.values((contract as Contract<unknown, unknown>).secrets?.(request, client) ?? {});
}
