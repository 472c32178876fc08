import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { parseSite, readSite, siteJsonSchema, type JsonSchema } from "../../homelab/site";

const root = join(__dirname, "..", "..");
const shipped = readFileSync(join(root, "__tests__", "sites", "shipped.yaml"), "utf8");

/** The shipped file with every example uncommented. */
const everything = shipped
  .split("\n")
  .map((line) => line.replace(/^( *)# ( *)(?=(- |[\w/]+:( |$)))/, "$1$2"))
  .join("\n");

const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(siteJsonSchema());
const faultsOf = (text: string) => (validate(parse(text)) ? [] : validate.errors);

/** Paths of all keys in the schema; `*` stands for names that the user chooses. */
function keysOf(schema: JsonSchema, path: string): readonly string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [
    `${path}${key}`,
    ...keysOf(inner, `${path}${key}.`),
  ]);
  const { additionalProperties, items } = schema;
  return [
    ...own,
    ...(additionalProperties === undefined || additionalProperties === false
      ? []
      : keysOf(additionalProperties, `${path}*.`)),
    ...(items === undefined ? [] : keysOf(items, path)),
  ];
}

/** Paths of all keys that a file sets, in the same form. */
function keysSet(schema: JsonSchema | undefined, value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = schema?.properties?.[key];
    const here = `${path}${known === undefined ? "*" : key}`;
    return [here, ...keysSet(known ?? (schema?.additionalProperties || undefined), inner, `${here}.`)];
  });
}

test("the shipped homelab.yaml is valid, also against the JSON Schema for editors", () => {
  expect(readSite(join(root, "__tests__", "sites", "shipped.yaml")).site.domain).toBe("homelab.local");
  expect(faultsOf(shipped)).toEqual([]);
});

test("every commented-out example is valid once it is uncommented", () => {
  expect(everything).not.toBe(shipped);
  expect(() => parseSite("homelab.yaml", everything)).not.toThrow();
  expect(faultsOf(everything)).toEqual([]);
});

test("every key of the schema appears in the shipped homelab.yaml", () => {
  const schema = siteJsonSchema();
  const set = new Set(keysSet(schema, parse(everything), ""));
  expect(keysOf(schema, "").filter((key) => !set.has(key))).toEqual([]);
});

test("homelab.schema.json is current (else: node --require tsx/cjs scripts/schema.ts)", () => {
  expect(JSON.parse(readFileSync(join(root, "homelab.schema.json"), "utf8"))).toEqual(siteJsonSchema());
});

test("every key has a description that an editor can show", () => {
  const undescribed = (schema: JsonSchema, path: string): readonly string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [
      ...(inner.description === undefined ? [`${path}${key}`] : []),
      ...undescribed(inner, `${path}${key}.`),
      ...(inner.additionalProperties ? undescribed(inner.additionalProperties, `${path}${key}.*.`) : []),
    ]);
  expect(undescribed(siteJsonSchema(), "")).toEqual([]);
});

test.each([
  ["an unknown key", "netwroks: {}\n"],
  ["a wrong type", "domain: [homelab.local]\n"],
  ["a value that is not one of the choices", "uplink: { mode: bridged }\n"],
])("the JSON Schema refuses %s", (_what, lines) => {
  expect(faultsOf(shipped.replace(/^(domain|uplink):(\n( .*)?)*.*$/gm, "") + lines)).not.toEqual([]);
});

test("the minimal file has at most 12 lines and declares the same homelab", () => {
  const file = join(root, "__tests__", "sites", "minimal.yaml");
  expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(12);
  const { people: _people, pve: _pve, ...minimal } = readSite(file).site;
  expect(readSite(join(root, "__tests__", "sites", "shipped.yaml")).site).toMatchObject(minimal);
});
