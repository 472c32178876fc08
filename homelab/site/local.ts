import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Position, Problem } from "../values/problem";
import type { SiteDocument } from "./source";

/** The user's own catalog files, as absolute paths, and the problems found in their directory. */
export interface LocalFiles {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Every .ts file in the directory that `local` names and below it, in order of path, each `index.ts` last. Tests
 * (.test.ts), declarations (.d.ts), node_modules and names that begin with a dot are left out. A file in another
 * dialect of JavaScript or TypeScript is not read, and a warning says so. Empty if homelab.yaml names no directory.
 */
export function localFiles({ file, site }: SiteDocument): LocalFiles {
  if (site.local === undefined) return { files: [], problems: [] };
  const base = dirname(file);
  const directory = resolve(base, site.local);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const message = `The directory ${site.local} does not exist beside ${basename(file)}.`;
    const fix = "Create it, or remove the key: you need it only for your own catalog files.";
    return { files: [], problems: [{ rule: "local-directory", path: ["local"], value: site.local, message, fix }] };
  }
  const all = filesBelow(directory);
  const unread = all.filter((path) => /\.([cm]?jsx?|[cm]ts|tsx)$/.test(path));
  return {
    files: all
      .filter((path) => path.endsWith(".ts") && !/\.(d|test)\.ts$/.test(path))
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    problems: unread.map((path) => notRead(relative(base, path))),
  };
}

/** An index re-exports from other files, so those come first. */
const sortKey = (path: string): string => `${basename(path) === "index.ts" ? 1 : 0}${path}`;

/** All files in a directory and below it; follows links, but visits each directory once. */
function filesBelow(directory: string, seen: Set<string> = new Set()): readonly string[] {
  const real = realpathSync(directory);
  if (seen.has(real)) return [];
  seen.add(real);
  return readdirSync(directory)
    .filter((name) => !name.startsWith(".") && name !== "node_modules")
    .toSorted()
    .flatMap((name) => {
      const path = join(directory, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory() === true) return filesBelow(path, seen);
      return found === undefined ? [] : [path];
    });
}

const notRead = (file: string): Problem => ({
  rule: "local-file",
  path: ["local"],
  file,
  position: { line: 1, column: 1 },
  severity: "warning",
  message: "The file is ignored: the name of a catalog file ends in .ts.",
  fix: `Rename it to ${file.replace(/\.\w+$/, ".ts")}, or move it out of the directory.`,
});

/** The position of the first match in a text, from an offset on. */
export function positionOf(
  text: string,
  pattern: RegExp,
  from = 0,
): (Position & { readonly offset: number }) | undefined {
  const found = text.slice(from).search(pattern);
  if (found < 0) return undefined;
  const lines = text.slice(0, from + found).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1, offset: from + found };
}
