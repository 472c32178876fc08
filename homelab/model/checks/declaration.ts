import type { Problem } from "../../values/problem";
import type { Service } from "../service";

/**
 * Where a service was declared, for problems about it: a key of homelab.yaml (a web app), or a file of the user's own.
 * What ships with the project has neither; a problem of it is one of the file as a whole.
 */
export function declarationOf({ declaredAt, source }: Service): Pick<Problem, "path" | "file" | "position"> {
  return { path: declaredAt ?? [], ...source };
}

/** The one of several services that the user added, or else the last: it is the one to change. */
export function newcomer<T extends { readonly service: Service }>(group: readonly [T, ...T[]]): T {
  return group.findLast(({ service }) => service.source ?? service.declaredAt) ?? group.at(-1) ?? group[0];
}
