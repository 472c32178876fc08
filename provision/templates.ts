import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const directory = join(__dirname, "..", "templates");

/** A script of templates/, to be run on a machine. */
export const template = (path: string): string => readFileSync(join(directory, path), "utf8");

/** Paths of the scripts in a directory of templates/, sorted. */
export const templatesIn = (path: string): readonly string[] =>
  readdirSync(join(directory, path))
    .toSorted()
    .map((name) => `${path}/${name}`);
