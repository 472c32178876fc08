import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Position, Problem } from "../values/problem";
import type { SiteDocument } from "./source";

/**
 * Absolute paths of the user's own catalog files: every .ts file of the directory that `local` names, in order of name,
 * tests and declarations excepted. Nothing when homelab.yaml names no directory.
 */
export function localFiles({ file, site }: SiteDocument): {
  readonly files: readonly string[];
  readonly problems: Problem[];
} {
  if (site.local === undefined) return { files: [], problems: [] };
  const directory = resolve(dirname(file), site.local);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const message = `There is no directory ${site.local} beside ${basename(file)}.`;
    const fix = "Create it, or remove the key: it is only for catalog files of your own.";
    return { files: [], problems: [{ rule: "local-directory", path: ["local"], value: site.local, message, fix }] };
  }
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".ts") && !/\.(d|test)\.ts$/.test(name))
    .toSorted();
  return { files: files.map((name) => join(directory, name)), problems: [] };
}

/** Where a catalog file names a service: the line of `name: "<name>"`, or the first one when it is written otherwise. */
export function positionOfName(file: string, name: string): Position {
  const before = readFileSync(file, "utf8").split(`name: "${name}"`);
  const lines = before.length < 2 ? [""] : (before[0] ?? "").split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
