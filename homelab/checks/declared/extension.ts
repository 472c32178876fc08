import type { Extension } from "../../model";
import { nearest } from "../../values/nearest";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";

/** An extension gives a service that there is a Use under a key that is free. */
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
    if (uses.length === 0) return [problem(each, "gives it nothing.", "State its `uses`, or remove it.")];
    return uses
      .filter(([key, use]) => service.uses[key] !== use || givenBefore(extensions.slice(0, index), each, key))
      .map(([key]) => taken(each, key, givenBefore(extensions.slice(0, index), each, key)));
  });

/** The extension before it that has the same key for the same service. */
const givenBefore = (before: readonly Extension[], { extends: name }: Extension, key: string): Extension | undefined =>
  before.find((other) => other.extends === name && key in other.uses);

function noService(each: Extension, names: readonly string[]): Problem {
  const near = nearest(each.extends, names);
  return problem(
    each,
    "names no service of this homelab.",
    near === undefined ? "Name the service as its file does, for instance home-assistant." : `Is ${near} meant?`,
  );
}

function taken(each: Extension, key: string, before: Extension | undefined): Problem {
  if (before === undefined) {
    return problem(each, `gives it the Use ${key}, which it has already.`, "Choose another key.");
  }
  const { file, position } = before.source ?? {};
  const where = file === undefined ? "" : ` at ${file}:${position?.line ?? 1}`;
  return problem(each, `gives it the Use ${key}, as another extension does${where}.`, "Remove one of the two.");
}

const problem = ({ extends: name, source }: Extension, what: string, fix: string): Problem => ({
  rule: "extension",
  path: [],
  ...source,
  message: `extend("${name}") ${what}`,
  fix,
});
