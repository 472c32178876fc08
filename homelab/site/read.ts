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

/** homelab.yaml has errors. The message lists every problem found so far. */
export class InvalidSite extends HomelabError {
  readonly source: SiteSource;
  readonly problems: readonly Problem[];

  constructor(source: SiteSource, problems: readonly Problem[]) {
    super(formatProblems(source, problems));
    this.source = source;
    this.problems = problems;
  }

  /** Each problem has its own fix. */
  override format(paint: Paint): string {
    return formatProblems(this.source, this.problems, paint);
  }
}

// Parsing takes time and memory; no real file is nearly this large.
const maxBytes = 256 * 1024;

function fileProblem(rule: string, message: string, fix: string): Problem {
  return { rule, path: [], message, fix };
}

const pickAnother = "Check the path; HOMELAB=<file> or --site <file> selects another file.";

function readText(file: string): string {
  const refuse = (rule: string, message: string, fix: string) =>
    new InvalidSite({ file }, [fileProblem(rule, message, fix)]);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw refuse("file", "The file does not exist.", pickAnother);
  if (!stat.isFile()) throw refuse("file", "This is not a regular file.", pickAnother);
  if (stat.size > maxBytes) {
    const kibibytes = Math.ceil(stat.size / 1024);
    throw refuse("file-size", `The file is too large: ${kibibytes} KiB, and at most 256 KiB are allowed.`, pickAnother);
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
    throw refuse("encoding", "The file is not UTF-8 text.", "Save it as UTF-8 in your editor.");
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
      "Aliases and merge keys expand this file to far too many values.",
      "Write the values instead of nesting aliases.",
    );
  }
  if (plain === undefined) {
    throw refuse(
      "empty",
      "The file is empty.",
      "Copy the homelab.yaml of this project, or the minimal one in README.md.",
    );
  }
  if (typeof plain !== "object" || plain === null || Array.isArray(plain)) {
    throw refuse("type", "The file must be a map of keys and values.", "Begin the file with version: 1.");
  }
  return plain;
}

/** Checks the text of a homelab.yaml; `file` is only its name in messages. Throws `InvalidSite`. */
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
 * Reads a homelab.yaml and checks its shape and every single value. `homelab/checks` checks whether the values fit
 * together. Throws `InvalidSite` with all problems at once.
 */
export function readSite(file: string): SiteDocument {
  return parseSite(file, readText(file));
}
