import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import { guests as shipped } from "./catalog/guests";
import { localProblems, type Exported, type LocalDeclaration } from "./checks/local";
import type { Catalog } from "./model";
import { localFiles, positionOf, type SiteDocument } from "./site";
import { groupBy } from "./values/group-by";
import { HomelabError, messageOf } from "./values/error";
import type { Problem } from "./values/problem";

const load = createRequire(__filename);

/** Something exported, and the text of a file that exports it. */
interface Export {
  readonly exported: Exported;
  /** Name of the export. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/**
 * The services, guests and extensions that the user's own catalog files export, each alone or in a list or record. An
 * object that several files export counts once, and its place is the file that contains its name. All other exports are
 * for other files to import: contracts, forms of secrets, functions.
 */
export function readLocalCatalog(document: SiteDocument): {
  readonly catalog: Catalog;
  readonly problems: readonly Problem[];
} {
  const { files, problems: beside } = localFiles(document);
  const read = files.map((path) => readFile(path, files, dirname(document.file)));
  const all = groupBy(
    read.flatMap(({ exports }) => exports),
    ({ exported }) => exported.value,
  );
  const declarations = [...all.values()].map(declarationOf);
  const problems = [...beside, ...read.flatMap((each) => each.problems), ...localProblems(declarations)];
  const empty = document.site.local !== undefined && problems.length === 0 && declarations.every(isContract);
  return {
    catalog: catalogOf(declarations),
    // A file that fails to load also fails in each file that imports it.
    problems: empty ? [declaresNothing(document.site.local)] : distinct(problems),
  };
}

const isContract = ({ kind }: LocalDeclaration): boolean => kind === "contract";

const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

function catalogOf(declarations: readonly LocalDeclaration[]): Catalog {
  const of = <Kind extends Exported["kind"]>(kind: Kind) =>
    declarations.filter((each): each is Extract<LocalDeclaration, { kind: Kind }> => each.kind === kind);
  return {
    guests: of("guest").map(({ value }) => value),
    services: of("service").map(({ value, place: source }) => ({ ...value, source })),
    extensions: of("extension").map(({ value, place: source }) => ({ ...value, source })),
  };
}

function readFile(
  path: string,
  files: readonly string[],
  base: string,
): { readonly exports: readonly Export[]; readonly problems: readonly Problem[] } {
  const text = readFileSync(path, "utf8");
  const file = relative(base, path);
  try {
    const exported = Object.entries(load(path) as Record<string, unknown>);
    const exports = exported.flatMap(([name, value]) =>
      exportedIn(value).map((each): Export => ({ exported: each, name, file, text })),
    );
    // A file that contains only types exports no value.
    return { exports, problems: exported.length === 0 && !/\bexport\b/.test(text) ? [nothing(file)] : [] };
  } catch (error) {
    return { exports: [], problems: [broken(path, error, files, base)] };
  }
}

/**
 * A declaration, or those in a list or record. Guests that ship with the project are left out: they are declared
 * already.
 */
function exportedIn(value: unknown): readonly Exported[] {
  if (typeof value !== "object" || value === null) return [];
  const own = kindOf(value);
  const found = own === undefined ? Object.values(value).flatMap((each) => kindOf(each) ?? []) : [own];
  const known: readonly unknown[] = Object.values(shipped);
  return found.filter((each) => !known.includes(each.value));
}

/** The keys by which each kind is recognized; all of them also exist in declarations with former names of keys. */
const marks: readonly (readonly [kind: Exported["kind"], ...keys: readonly string[]])[] = [
  ["service", "operations", "on", "ports"],
  ["guest", "kind", "networks", "number"],
  ["extension", "extends", "uses"],
  ["contract", "name", "settings"],
];

function kindOf(value: unknown): Exported | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const kind = marks.find(([, ...keys]) => keys.every((key) => key in value))?.[0];
  return kind === undefined ? undefined : ({ kind, value } as Exported);
}

/** The declaration that several files may export: its place is in the first file that contains its name. */
function declarationOf(exports: readonly Export[]): LocalDeclaration {
  const found = exports.map((each) => ({ ...each, at: nameIn(each) })).find(({ at }) => at !== undefined);
  const { exported, file, text } = found ?? (exports[0] as Export);
  const { line, column, offset } = found?.at ?? { line: 1, column: 1, offset: 0 };
  return {
    ...exported,
    place: { file, position: { line, column } },
    keyPlace: (key) => {
      const written = new RegExp(`\\b${key}\\s*:`);
      const at = positionOf(text, written, offset) ?? positionOf(text, written);
      return at && { file, position: { line: at.line, column: at.column } };
    },
  };
}

/**
 * The position in a file of the name of what it exports: first after the export, else the position of the export, else
 * anywhere in the file.
 */
function nameIn({ exported: { kind, value }, name, text }: Export): ReturnType<typeof positionOf> {
  const before = kind === "extension" ? "\\bextend\\(" : "\\bname:";
  // It may have any type, because nothing type-checks the file before it runs.
  const called: unknown = kind === "extension" ? value.extends : value.name;
  const word = String(called).replaceAll(/\W/g, "\\$&");
  const named = new RegExp(`${before}\\s*["'\`]${word}["'\`]`);
  const declared = positionOf(
    text,
    new RegExp(`\\bexport\\s+${name === "default" ? name : `(const|let)\\s+${name}`}\\b`),
  );
  return positionOf(text, named, declared?.offset) ?? declared ?? positionOf(text, named);
}

const declaresNothing = (directory: string): Problem => ({
  rule: "local-directory",
  path: ["local"],
  value: directory,
  severity: "warning",
  message: `No file in ${directory} exports a service, a guest or an extension.`,
  fix: "Add a catalog file (docs/local-catalog.md shows how), or remove the key.",
});

function nothing(file: string): Problem {
  return {
    rule: "local-file",
    path: ["local"],
    file,
    position: { line: 1, column: 1 },
    message: "The file exports nothing.",
    fix: "Export what `service({ ... })` returns, or what other files import from it; or move it out of the directory.",
  };
}

/** The error of a file that failed to load, at its place in the user's own files. */
function broken(path: string, error: unknown, files: readonly string[], base: string): Problem {
  const text = messageOf(error);
  // The transpiler writes a heading and then the syntax error, with its position in front.
  const [, source, line, column, syntax] = /^\s*(.*):(\d+):(\d+): ERROR: (.*)/m.exec(text) ?? [];
  const thrown = error instanceof Error && syntax === undefined ? thrownAt(error, files) : undefined;
  const place =
    thrown ??
    ({ path: source ?? path, position: { line: Number(line ?? 1), column: Number(column ?? 0) + 1 } } as const);
  return {
    rule: "local-file",
    path: ["local"],
    file: relative(base, place.path),
    position: place.position,
    message: `The file cannot be loaded: ${syntax ?? text.split("\n")[0]}`,
    fix: (error instanceof HomelabError ? error.fix : undefined) ?? "Correct it; `npm run typecheck` shows more.",
  };
}

/** The position in the user's own files that is innermost in the stack of an error. */
function thrownAt({ stack = "" }: Error, files: readonly string[]) {
  for (const frame of stack.split("\n")) {
    const path = files.find((file) => frame.includes(`${file}:`));
    const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (path !== undefined && line !== undefined)
      return { path, position: { line: Number(line), column: Number(column) } };
  }
  return undefined;
}
