import type { Group } from "../values/group-by";
import type { Problem } from "../values/problem";
import type { Machine } from "../model/machine";
import type { Service } from "../model/service";

/**
 * Where a service was declared, for problems about it: a key of homelab.yaml (a web app), or one of the user's own
 * files. A service that ships with the project has neither; a problem with it is reported for homelab.yaml as a whole.
 */
export function declarationOf({
  declaredAt,
  source,
}: Pick<Service, "declaredAt" | "source">): Pick<Problem, "path" | "file" | "position"> {
  return { path: declaredAt ?? [], ...source };
}

/** Key path of a machine's address: nodes are under `pve.nodes`, guests under `guests`. */
export function addressPath({ kind, name }: Machine): readonly string[] {
  return [...(kind === "node" ? ["pve", "nodes"] : ["guests"]), name, "address"];
}

/** Of several conflicting services, the one to change: the last one that the user added, or else the last one. */
export function newcomer<T extends { readonly service: Service }>(group: Group<T>): T {
  return group.findLast(({ service }) => service.source ?? service.declaredAt) ?? group.at(-1) ?? group[0];
}
