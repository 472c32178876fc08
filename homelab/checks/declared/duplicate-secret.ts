import { secretName, type Secret } from "../../model/secret";
import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** A name in the vault stands for one secret: two different ones would overwrite each other, or grant wrong rights. */
export const duplicateSecret: Check = ({ instances, connections }) => {
  const named = [
    ...instances.flatMap(({ service }) => Object.values(service.secrets).map((secret) => ({ service, secret }))),
    ...connections.flatMap(({ consumer: { service }, secrets }) =>
      Object.values(secrets).map((secret) => ({ service, secret })),
    ),
  ];
  const kinds = new Map(named.map((entry) => [`${secretName(entry.secret)} ${identity(entry.secret)}`, entry]));
  return duplicates(kinds.values(), ({ secret }) => secretName(secret)).map(([name, ...group]) => ({
    rule: "duplicate-secret",
    ...declarationOf(newcomer(group).service),
    value: name,
    message: `${name} names two different secrets: ${group.map(({ secret, service }) => `${secret.purpose} (${service.name})`).join(", and ")}.`,
    fix: "Give the secret, or the service that it belongs to, another name.",
  }));
};

/** What makes two declarations the same secret. */
function identity({ kind, purpose, length, alphabet }: Secret): string {
  return [kind, purpose, length, alphabet].join(" ");
}
