import { createRequire } from "node:module";
import { relative } from "node:path";
import type { Catalog, GuestSpec, Service } from "./model";
import { positionOfName } from "./site";
import type { Problem } from "./values/problem";

const load = createRequire(__filename);

/**
 * The services and guests that the user's own catalog files export. Every export of a file counts, whatever its name; a
 * file that cannot be loaded, or exports neither, is a problem.
 */
export function readLocalCatalog(
  files: readonly string[],
  base: string,
): { readonly catalog: Catalog; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const services: Service[] = [];
  const guests: GuestSpec[] = [];
  for (const path of files) {
    const file = relative(base, path);
    try {
      const exported = Object.values(load(path) as Record<string, unknown>);
      const own = exported
        .filter(isService)
        .map((service) => ({ ...service, source: { file, position: positionOfName(path, service.name) } }));
      const machines = exported.filter(isGuest);
      services.push(...own);
      guests.push(...machines);
      if (own.length + machines.length === 0) problems.push(nothing(file));
    } catch (error) {
      problems.push(broken(file, error));
    }
  }
  return { catalog: { services, guests }, problems };
}

function isService(value: unknown): value is Service {
  return typeof value === "object" && value !== null && "operations" in value && "on" in value && "listens" in value;
}

function isGuest(value: unknown): value is GuestSpec {
  return typeof value === "object" && value !== null && "kind" in value && "networks" in value && "number" in value;
}

function nothing(file: string): Problem {
  return {
    rule: "local-file",
    path: ["local"],
    file,
    position: { line: 1, column: 1 },
    message: "The file exports neither a service nor a guest.",
    fix: "Export what `service({ ... })` returns, or move the file out of the directory.",
  };
}

function broken(file: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  return {
    rule: "local-file",
    path: ["local"],
    file,
    position: { line: 1, column: 1 },
    message: `The file cannot be loaded: ${reason}`,
    fix: "Correct it; `npm run typecheck` says more.",
  };
}
