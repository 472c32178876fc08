import { readFileSync, statSync } from "node:fs";
import { HomelabError } from "../values/error";
import type { Paint } from "../values/paint";
import type { Problem } from "../values/problem";
import { formatProblems } from "./format";
import { toProblems, versionProblem } from "./issues";
import { siteSchema, type Site } from "./schema";
import type { SiteDocument, SiteSource } from "./source";
import { parseYaml } from "./yaml-parse";
import { toPlain, TooManyNodes, type YamlTree } from "./yaml-tree";

/** homelab.yaml cannot be used. The message lists every problem found so far. */
export class InvalidSite extends HomelabError {
  readonly source: SiteSource;
  readonly problems: readonly Problem[];

  constructor(source: SiteSource, problems: readonly Problem[]) {
    super(formatProblems(source, problems));
    this.source = source;
    this.problems = problems;
  }

  /** Each problem has a fix of its own. */
  override format(paint: Paint): string {
    return formatProblems(this.source, this.problems, paint);
  }
}

// Parsing takes time and memory; no real file comes near this.
const maxBytes = 256 * 1024;

function fileProblem(rule: string, message: string, fix: string): Problem {
  return { rule, path: [], message, fix };
}

const pickAnother = "Check the path; HOMELAB=<file> or --site <file> names another file.";

function readText(file: string): string {
  const refuse = (rule: string, message: string, fix: string) =>
    new InvalidSite({ file }, [fileProblem(rule, message, fix)]);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw refuse("file", "There is no such file.", pickAnother);
  if (!stat.isFile()) throw refuse("file", "This is not a file but a directory or a device.", pickAnother);
  if (stat.size > maxBytes) {
    const kibibytes = Math.ceil(stat.size / 1024);
    throw refuse("file-size", `The file has ${kibibytes} KiB, but at most 256 KiB are read.`, pickAnother);
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw refuse("file", `The file cannot be read: ${(error as Error).message}.`, "Check its permissions.");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("encoding", "The file is not text in UTF-8.", "Save it as UTF-8 in the editor.");
  }
}

function parseTree(file: string, text: string): YamlTree {
  const { tree, problems } = parseYaml(text);
  if (problems.length > 0) throw new InvalidSite({ file, tree }, problems);
  return tree;
}

function plainOf(source: SiteSource & { readonly tree: YamlTree }): object {
  const refuse = (rule: string, message: string, fix: string) =>
    new InvalidSite(source, [fileProblem(rule, message, fix)]);
  let plain: unknown;
  try {
    plain = toPlain(source.tree);
  } catch (error) {
    if (!(error instanceof TooManyNodes)) throw error;
    throw refuse(
      "alias-count",
      "Aliases and merge keys make this file far too large.",
      "Write the values out instead of nesting aliases.",
    );
  }
  if (plain === undefined) {
    throw refuse("empty", "The file is empty.", "Copy homelab.yaml as it is shipped, or the minimal one in README.md.");
  }
  if (typeof plain !== "object" || plain === null || Array.isArray(plain)) {
    throw refuse("type", "The file must hold a map of keys and values.", "Begin with version: 1.");
  }
  return plain;
}

/** Checks the text of a homelab.yaml; `file` is only its name. Throws `InvalidSite`. */
export function parseSite(file: string, text: string): SiteDocument {
  const source = { file, tree: parseTree(file, text) };
  const plain = plainOf(source);
  const wrongVersion = versionProblem(plain);
  if (wrongVersion !== undefined) throw new InvalidSite(source, [wrongVersion]);
  const result = siteSchema.safeParse(plain, { reportInput: true });
  if (!result.success) throw new InvalidSite(source, toProblems(result.error.issues));
  const site: Site = result.data;
  return { ...source, site };
}

/**
 * Reads and checks a homelab.yaml by itself: its shape and every single value. Whether the values fit together is the
 * model's business. Throws `InvalidSite` with all problems at once.
 */
export function readSite(file: string): SiteDocument {
  return parseSite(file, readText(file));
}
