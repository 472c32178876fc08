import { secretName, type Secret } from "../../model/secret";
import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** One name in the vault is one secret: two that differ would overwrite each other, or hand out each other's rights. */
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
    message: `${name} would be two secrets at once: ${group.map(({ secret, service }) => `${secret.purpose} (${service.name})`).join(", and ")}.`,
    fix: "Give the service, or what it asks for, another name.",
  }));
};

/** What makes two declarations the same secret. */
function identity({ kind, purpose, length, alphabet }: Secret): string {
  return [kind, purpose, length, alphabet].join(" ");
}
