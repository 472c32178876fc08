import type { Extension } from "../../model";
import { nearest } from "../../values/nearest";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";

/** An extension names an existing service, and each of its Uses has a key that is still free in that service. */
export const extension: Check = ({ catalog: { services, extensions = [] } }) =>
  extensions.flatMap((each, index) => {
    const service = services.find(({ name }) => name === each.extends);
    if (service === undefined)
      return [
        noService(
          each,
          services.map(({ name }) => name),
        ),
      ];
    const uses = Object.entries(each.uses ?? {});
    if (uses.length === 0) return [problem(each, "adds nothing.", "Add `uses` to it, or remove it.")];
    return uses
      .filter(([key, use]) => service.uses[key] !== use || givenBefore(extensions.slice(0, index), each, key))
      .map(([key]) => taken(each, key, givenBefore(extensions.slice(0, index), each, key)));
  });

/** The earlier extension that has the same key for the same service. */
const givenBefore = (before: readonly Extension[], { extends: name }: Extension, key: string): Extension | undefined =>
  before.find((other) => other.extends === name && key in other.uses);

function noService(each: Extension, names: readonly string[]): Problem {
  const near = nearest(each.extends, names);
  return problem(
    each,
    "does not name a service of this homelab.",
    near === undefined ? "Write the `name` of the service, for instance home-assistant." : `Did you mean ${near}?`,
  );
}

function taken(each: Extension, key: string, before: Extension | undefined): Problem {
  if (before === undefined) {
    return problem(each, `adds the Use ${key}, but the service already has one with that key.`, "Choose another key.");
  }
  const { file, position } = before.source ?? {};
  const where = file === undefined ? "" : ` at ${file}:${position?.line ?? 1}`;
  return problem(each, `adds the Use ${key}, and so does another extension${where}.`, "Remove one of the two.");
}

const problem = ({ extends: name, source }: Extension, what: string, fix: string): Problem => ({
  rule: "extension",
  path: [],
  ...source,
  message: `extend("${name}") ${what}`,
  fix,
});
