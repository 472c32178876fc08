/**
 * Compares two output directories of cdktf by value: `same-but-version.mjs <one> <other>`. Only white space and the
 * version of cdktf may differ. Otherwise it ends with an error that shows the difference.
 */
import { deepStrictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const frameworkVersions = new Set(["0.21.0", "0.24.0"]);

/** Path -> content of every file of a directory. */
function contentOf(directory) {
  const files = readdirSync(directory, { recursive: true }).filter((file) => file.endsWith(".json"));
  if (files.length === 0) throw new Error(`${directory} contains no JSON file.`);
  const withoutVersion = (key, value) => (key === "version" && frameworkVersions.has(value) ? "" : value);
  return Object.fromEntries(
    files.toSorted().map((file) => [file, JSON.parse(readFileSync(join(directory, file), "utf8"), withoutVersion)]),
  );
}

const [one, other] = process.argv.slice(2);
deepStrictEqual(contentOf(other), contentOf(one));
