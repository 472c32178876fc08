import { createRequire } from "node:module";
import { relative } from "node:path";
import type { Catalog, GuestSpec, Operations, Service } from "./model";
import { positionOfName } from "./site";
import { HomelabError, messageOf } from "./values/error";
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
      const faulty = own.flatMap(incomplete);
      const shapeless = machines.flatMap((guest) =>
        withoutShape(guest, { file, position: positionOfName(path, guest.name) }),
      );
      problems.push(...faulty, ...shapeless);
      if (faulty.length === 0) services.push(...own);
      if (shapeless.length === 0) guests.push(...machines);
      if (own.length + machines.length === 0) problems.push(nothing(file));
    } catch (error) {
      problems.push(broken(file, error));
    }
  }
  return { catalog: { services, guests }, problems };
}

function isService(value: unknown): value is Service {
  return typeof value === "object" && value !== null && "operations" in value && "on" in value && "ports" in value;
}

function isGuest(value: unknown): value is GuestSpec {
  return typeof value === "object" && value !== null && "kind" in value && "networks" in value && "number" in value;
}

const parts = ["metrics", "logs", "health", "alerts", "backup", "uptime", "tile"] as const;

/** What the compiler would have said, had it been asked: nothing else looks at these files before they run. */
function incomplete({ name, on, operations, source }: Service): Problem[] {
  const nowhere = typeof on !== "function" && (on as GuestSpec | undefined)?.networks === undefined;
  const missing = parts.filter((part) => (operations as Partial<Operations> | undefined)?.[part] === undefined);
  const problem = (message: string, fix: string): Problem => ({
    rule: "local-service",
    path: [],
    ...source,
    message,
    fix,
  });
  return [
    ...(nowhere
      ? [problem(`${name} runs on no guest: \`on\` is empty.`, "Name one of `guests`, such as guests.docker.")]
      : []),
    ...(missing.length > 0
      ? [problem(`The operations of ${name} lack ${missing.join(", ")}.`, 'State each, or none("why").')]
      : []),
  ];
}

/** The same of a guest: Terraform would not know what to make it from. */
function withoutShape(guest: GuestSpec, place: Pick<Problem, "file" | "position">): Problem[] {
  const lacking = guest.kind === "lxc" ? "image" : "vm";
  if ((guest as Partial<GuestSpec>)[lacking] !== undefined) return [];
  return [
    {
      rule: "local-guest",
      path: [],
      ...place,
      message: `${guest.name} is ${guest.kind === "lxc" ? "an LXC without an image" : "a VM that does not say what machine it is"}.`,
      fix: `State its \`${lacking}\`, as the guests in homelab/catalog/guests.ts do.`,
    },
  ];
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
  // A syntax error of the transpiler stands behind a heading, with its place in front.
  const text = messageOf(error);
  const [, line, column, syntax] = /:(\d+):(\d+): ERROR: (.*)/.exec(text) ?? [];
  const position = { line: Number(line ?? 1), column: Number(column ?? 0) + 1 };
  const reason = syntax ?? text.split("\n")[0];
  return {
    rule: "local-file",
    path: ["local"],
    file,
    position,
    message: `The file cannot be loaded: ${reason}`,
    fix: (error instanceof HomelabError ? error.fix : undefined) ?? "Correct it; `npm run typecheck` says more.",
  };
}
