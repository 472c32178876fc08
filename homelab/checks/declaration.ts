import type { Group } from "../values/group-by";
import type { Problem } from "../values/problem";
import type { Machine } from "../model/machine";
import type { Service } from "../model/service";

/**
 * Where a service was declared, for problems about it: a key of homelab.yaml (a web app), or a file of the user's own.
 * What ships with the project has neither; a problem of it is one of the file as a whole.
 */
export function declarationOf({
  declaredAt,
  source,
}: Pick<Service, "declaredAt" | "source">): Pick<Problem, "path" | "file" | "position"> {
  return { path: declaredAt ?? [], ...source };
}

/** Key path of a guest's address: nodes have theirs elsewhere. */
export function addressPath({ kind, name }: Machine): readonly string[] {
  return [...(kind === "node" ? ["pve", "nodes"] : ["guests"]), name, "address"];
}

/** The one of several services that the user added, or else the last: it is the one to change. */
export function newcomer<T extends { readonly service: Service }>(group: Group<T>): T {
  return group.findLast(({ service }) => service.source ?? service.declaredAt) ?? group.at(-1) ?? group[0];
}
