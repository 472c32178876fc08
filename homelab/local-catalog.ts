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

/** Something exported, and the text of a file that does so. */
interface Export {
  readonly exported: Exported;
  /** Name of the export. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/**
 * The services, guests and extensions that the user's own catalog files export, alone or in a list or record. What
 * several files export counts once, and its place is the file that names it. Whatever else a file exports is for other
 * files: contracts, forms of secrets, functions.
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
    // A file that fails fails in each file that imports it.
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
    // A file of types has no value to export.
    return { exports, problems: exported.length === 0 && !/\bexport\b/.test(text) ? [nothing(file)] : [] };
  } catch (error) {
    return { exports: [], problems: [broken(path, error, files, base)] };
  }
}

/** A declaration, or those of a list or record. What ships is declared already, whoever hands it on. */
function exportedIn(value: unknown): readonly Exported[] {
  if (typeof value !== "object" || value === null) return [];
  const own = kindOf(value);
  const found = own === undefined ? Object.values(value).flatMap((each) => kindOf(each) ?? []) : [own];
  const known: readonly unknown[] = Object.values(shipped);
  return found.filter((each) => !known.includes(each.value));
}

/** By the keys that each of them has, in the words of before as well. */
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

/** One that several files may export: its own is the first that names it. */
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

/** Where a file writes the name of what it exports, behind the export if that is in the file, or else the export itself. */
function nameIn({ exported: { kind, value }, name, text }: Export): ReturnType<typeof positionOf> {
  const before = kind === "extension" ? "\\bextend\\(" : "\\bname:";
  // Of any type: nothing checks the file before it is run.
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
  fix: "Put a catalog file there (docs/local-catalog.md shows how), or remove the key.",
});

function nothing(file: string): Problem {
  return {
    rule: "local-file",
    path: ["local"],
    file,
    position: { line: 1, column: 1 },
    message: "The file exports nothing.",
    fix: "Export what `service({ ... })` returns, or what other files need of it; or move it out of the directory.",
  };
}

/** The error of a file that was loaded, at the place in the user's own files where it arose. */
function broken(path: string, error: unknown, files: readonly string[], base: string): Problem {
  const text = messageOf(error);
  // A syntax error of the transpiler stands behind a heading, with its place in front.
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
    fix: (error instanceof HomelabError ? error.fix : undefined) ?? "Correct it; `npm run typecheck` says more.",
  };
}

/** The innermost of the user's own files in the stack of an error. */
function thrownAt({ stack = "" }: Error, files: readonly string[]) {
  for (const frame of stack.split("\n")) {
    const path = files.find((file) => frame.includes(`${file}:`));
    const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (path !== undefined && line !== undefined)
      return { path, position: { line: Number(line), column: Number(column) } };
  }
  return undefined;
}
