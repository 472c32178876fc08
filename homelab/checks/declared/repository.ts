import { isDnsLabel } from "../../values/names";
import type { Problem } from "../../values/problem";
import type { AptRepository } from "../../model/repository";
import type { Service } from "../../model/service";
import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** A repository has an HTTPS address and a unique name: the files that hold its source and its key have that name. */
export const repository: Check = ({ services }) => {
  const declared = [...services.values()].flatMap((service) =>
    (service.repositories ?? []).map((each) => ({ service, repository: each })),
  );
  return [...declared.flatMap(({ service, repository: each }) => faults(service, each)), ...twice(declared)];
};

function faults(service: Service, { name, uri, key }: AptRepository): Problem[] {
  const problem = (value: string, message: string, fix: string): Problem => ({
    rule: "repository",
    ...declarationOf(service),
    value,
    message,
    fix,
  });
  return [
    ...(isDnsLabel(name)
      ? []
      : [
          problem(
            name,
            `A repository of ${service.name} cannot be named "${name}": its name is also the name of files.`,
            "Use a DNS label: 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.",
          ),
        ]),
    ...[uri, key]
      .filter((url) => !isPlainHttps(url))
      .map((url) =>
        problem(
          url,
          `The repository ${name} of ${service.name} has an address that the package cache does not support: ${url}.`,
          "Write https://, a host name and a path, without a port, a query or a slash at the end.",
        ),
      ),
  ];
}

function isPlainHttps(url: string): boolean {
  return /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~+-]+)*$/.test(url);
}

function twice(declared: readonly { readonly service: Service; readonly repository: AptRepository }[]): Problem[] {
  const different = new Map(declared.map((entry) => [JSON.stringify(entry.repository), entry]));
  return duplicates(different.values(), ({ repository: { name } }) => name).map(([name, ...group]) => ({
    rule: "repository",
    ...declarationOf(newcomer(group).service),
    value: name,
    message: `${group.map(({ service }) => service.name).join(" and ")} declare the repository ${name} differently.`,
    fix: "Give one of the repositories another name, or make the declarations the same.",
  }));
}
