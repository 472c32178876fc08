import type { z } from "zod";
import { lazy } from "../values/lazy";
import { nearest } from "../values/nearest";
import type { Problem } from "../values/problem";
import { schemaAt, siteJsonSchema, type JsonSchema } from "./json-schema";
import { siteVersion } from "./schema";
import type { IssueParams } from "./schema/fields";

type Issue = z.core.$ZodIssue;
type Path = Problem["path"];

const nouns: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

/** `a, b or c`. */
function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function found(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "a map" : `the ${typeof value} ${JSON.stringify(value)}`;
}

/** `threads: 24`, from the example in the schema; for a map, its keys. */
function example(path: Path, schema: JsonSchema | undefined): string {
  const key = typeof path.at(-1) === "number" ? "- " : `${path.at(-1) ?? ""}: `;
  const [value] = schema?.examples ?? [];
  if (value !== undefined) return `${key}${typeof value === "string" ? value : JSON.stringify(value)}`;
  const keys = Object.keys(schema?.properties ?? {});
  return keys.length === 0 ? `${key}followed by a name and its value` : `${key}followed by ${orList(keys)}`;
}

function required(path: Path, schema: JsonSchema | undefined): Omit<Problem, "path"> {
  const what = schema?.description === undefined ? "" : ` (${schema.description.split(/[.;](?: |$)/, 1).join("")})`;
  return typeof path.at(-1) === "number"
    ? { rule: "required", message: "This entry of the list is empty.", fix: "Write a value, or remove the line." }
    : { rule: "required", message: `This key is required${what}.`, fix: `Add ${example(path, schema)}.` };
}

function unknownKeys(
  issue: Extract<Issue, { code: "unrecognized_keys" }>,
  path: Path,
  root: JsonSchema,
): readonly Problem[] {
  const known = Object.keys(schemaAt(root, path)?.properties ?? {});
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    const place = path.length === 0 ? "homelab.yaml" : "this map";
    return {
      rule: "unknown-key",
      path: [...path, key],
      at: "key",
      message: `${key} is not a key of ${place}.`,
      fix: near === undefined ? `Use ${orList(known)}, or remove it.` : `Did you mean ${near}?`,
    };
  });
}

function notAChoice(values: readonly string[], input: unknown): Omit<Problem, "path"> {
  const near = nearest(String(input), values);
  return {
    rule: "choice",
    message: `This must be ${orList(values)}.`,
    fix: near === undefined ? `Write ${orList(values)}.` : `Did you mean ${near}?`,
  };
}

function problemsOf(issue: Issue, root: JsonSchema): readonly Problem[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const schema = schemaAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue, path, root);
    case "invalid_key":
      return issue.issues
        .flatMap((inner) => problemsOf(inner, root))
        .map((problem) => ({ ...problem, path, at: "key" }));
    case "custom": {
      const { rule, fix } = issue.params as unknown as IssueParams;
      return [{ rule, path, message: issue.message, fix }];
    }
    case "invalid_value":
      if (issue.input === undefined) return [{ path, ...required(path, schema) }];
      return [{ path, ...notAChoice(issue.values.map(String), issue.input) }];
    case "invalid_type": {
      if (issue.input === undefined) return [{ path, ...required(path, schema) }];
      const message = `Expected ${nouns[issue.expected] ?? issue.expected}, found ${found(issue.input)}.`;
      // An example with one of the two values would often be the opposite of what the user meant.
      const fix =
        issue.expected === "boolean" ? "Write true or false, without quotes." : `Write ${example(path, schema)}.`;
      return [{ rule: "type", path, message, fix }];
    }
    default:
      return [{ rule: issue.code, path, message: `${issue.message}.`, fix: `Write ${example(path, schema)}.` }];
  }
}

/** The schema with its examples and descriptions. Making it takes longer than reading a file, so only issues do. */
const documentation = lazy(siteJsonSchema);

/** Turns the issues that the schema found into problems. */
export function toProblems(issues: readonly Issue[]): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, documentation()));
}

/** A file with another schema version is not checked any further, because its other keys may mean something else. */
export function versionProblem(plain: object): Problem | undefined {
  const version: unknown = "version" in plain ? plain.version : undefined;
  if (typeof version !== "number" || version === siteVersion) return undefined;
  const isNewer = version > siteVersion;
  const relation = isNewer ? "newer" : "older";
  return {
    rule: "version",
    path: ["version"],
    message: `Schema version ${version} is ${relation} than ${siteVersion}, the version that this project reads.`,
    fix: isNewer
      ? "Update this project, or use a file that was written for the installed version."
      : `Change the file as CHANGELOG.md describes, then write version: ${siteVersion}.`,
  };
}
