import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { processTerminal } from "../cli/terminal";
import { loadHomelab } from "../homelab/load";
import { goldenTree, type GoldenTree } from "./golden/tree";
import { runScript, writeGenerated } from "./script";

/** Where the golden files lie, from the project's directory. */
export const goldenDirectory = join("__tests__", "golden");

/** What the golden files have to say, by path below their directory. @throws InvalidSite */
export function goldenFiles(root: string): GoldenTree {
  const lab = (site: string) => loadHomelab(join(root, "__tests__", "sites", `${site}.yaml`)).lab;
  return goldenTree({ shipped: lab("shipped"), minimal: lab("minimal"), public: lab("public") });
}

/** How the golden files that are there differ from what they have to say. */
export interface GoldenChanges {
  /** Path, text that is there, text that it has to be. */
  readonly changed: readonly (readonly [path: string, golden: string, now: string])[];
  readonly missing: readonly string[];
  /** Nothing like that ships. */
  readonly extra: readonly string[];
}

/** Compares a directory with what it has to hold. */
export function goldenChanges(directory: string, tree: GoldenTree): GoldenChanges {
  const present = filesBelow(directory);
  return {
    changed: present.flatMap((path) => {
      const [golden, now] = [readFileSync(join(directory, path), "utf8"), tree.get(path)];
      return now === undefined || now === golden ? [] : [[path, golden, now] as const];
    }),
    missing: [...tree.keys()].filter((path) => !present.includes(path)),
    extra: present.filter((path) => !tree.has(path)),
  };
}

function filesBelow(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

/** Makes a directory hold that, and nothing else. Returns a sentence on what it changed. */
export function renewGolden(directory: string, tree: GoldenTree): string {
  const { changed, missing, extra } = goldenChanges(directory, tree);
  if ([changed, missing, extra].every((paths) => paths.length === 0)) return `${tree.size} golden files, all current.`;
  rmSync(directory, { recursive: true, force: true });
  for (const [path, text] of tree) writeGenerated(join(directory, path), text);
  return `${changed.length} golden files changed, ${missing.length} new, ${extra.length} removed. Review them with git diff.`;
}

async function main(): Promise<void> {
  const root = join(__dirname, "..");
  process.exitCode = await runScript("golden", process.argv.slice(2), processTerminal(), () =>
    renewGolden(join(root, goldenDirectory), goldenFiles(root)),
  );
}

if (require.main === module) void main();
