import type { Attribute, Block, Fault, Json, JsonObject, NestedBlock, Type } from "./provider-schema-types";
import { isExpression, isList, isObject } from "./provider-schema-types";

/** Arguments that Terraform itself adds to every resource and provider. */
const metaArguments = new Set([
  "//",
  "depends_on",
  "lifecycle",
  "provider",
  "count",
  "for_each",
  "alias",
  "provisioner",
]);

/** Checks the arguments of a resource, provider or nested block against the schema. */
export function checkBody(path: string, body: JsonObject, block: Block, fault: Fault, top = true): void {
  const { attributes = {}, block_types: blocks = {} } = block;
  for (const [key, value] of Object.entries(body)) {
    const at = `${path}.${key}`;
    const attribute = attributes[key];
    const nested = blocks[key];
    if (attribute !== undefined) checkAttribute(at, value, attribute, fault);
    else if (nested !== undefined) checkBlocks(at, value, nested, fault);
    else if (!(top && metaArguments.has(key))) fault(at, "unknown attribute");
  }
  checkRequired(path, body, attributes, fault);
  for (const [key, nested] of Object.entries(blocks)) {
    if (!(key in body) && (nested.min_items ?? 0) > 0) fault(path, `the block ${key} is required`);
  }
}

function checkRequired(path: string, body: JsonObject, attributes: Block["attributes"], fault: Fault): void {
  for (const [key, attribute] of Object.entries(attributes ?? {})) {
    if (attribute.required === true && (body[key] ?? null) === null) fault(path, `the attribute ${key} is required`);
  }
}

function checkAttribute(path: string, value: Json, attribute: Attribute, fault: Fault): void {
  if (value === null) return;
  if (attribute.required !== true && attribute.optional !== true)
    fault(path, "the provider computes it; it cannot be set");
  if (attribute.sensitive === true) fault(path, "the stack would contain a secret");
  if (attribute.deprecated === true) fault(path, "deprecated");
  if (attribute.nested_type !== undefined) checkNested(path, value, attribute.nested_type, fault);
  else if (attribute.type !== undefined) checkType(path, value, attribute.type, fault);
}

function checkNested(path: string, value: Json, nested: NonNullable<Attribute["nested_type"]>, fault: Fault): void {
  const { nesting_mode: mode, attributes } = nested;
  if (mode === "single") return checkObject(path, value, attributes, fault);
  const members = mode === "map" ? isObject(value) && Object.entries(value) : isList(value) && [...value.entries()];
  if (members === false) return fault(path, `must be a ${mode} of objects`);
  for (const [key, member] of members) checkObject(`${path}[${key}]`, member, attributes, fault);
}

function checkObject(path: string, value: Json, attributes: NonNullable<Block["attributes"]>, fault: Fault): void {
  if (isObject(value)) checkBody(path, value, { attributes }, fault, false);
  else fault(path, "must be an object");
}

function checkBlocks(path: string, value: Json, nested: NestedBlock, fault: Fault): void {
  const { nesting_mode: mode, min_items: min = 0, max_items: max = 0, block } = nested;
  const single = mode === "single";
  if (single && !isObject(value)) return fault(path, "must be one block");
  const bodies = isList(value) ? value : [value];
  if (bodies.length < min) fault(path, `needs at least ${min} blocks`);
  if (max > 0 && bodies.length > max) fault(path, `takes at most ${max} blocks`);
  bodies.forEach((body, index) => {
    const at = isList(value) ? `${path}[${index}]` : path;
    if (isObject(body)) checkBody(at, body, block, fault, false);
    else fault(at, "must be a block");
  });
}

/** Strict about JSON types: Terraform would convert "2" to 2, but readers of the plan would not see why. */
function checkType(path: string, value: Json, type: Type, fault: Fault): void {
  if (value === null || isExpression(value)) return;
  if (type === "string" || type === "number" || type === "bool") {
    const found = typeof value === "boolean" ? "bool" : typeof value;
    if (found !== type) fault(path, `must be a ${type}`);
    return;
  }
  if (type[0] === "object") return checkWholeObject(path, value, type[1], fault);
  if (type[0] === "map") {
    if (!isObject(value)) return fault(path, "must be a map");
    for (const [key, member] of Object.entries(value)) checkType(`${path}.${key}`, member, type[1], fault);
    return;
  }
  if (!isList(value)) return fault(path, `must be a ${type[0]}`);
  if (type[0] === "set" && new Set(value.map((member) => JSON.stringify(member))).size < value.length) {
    fault(path, "a set holds each member once");
  }
  value.forEach((member, index) => checkType(`${path}[${index}]`, member, type[1], fault));
}

/** An object that is the value of an attribute, not a block: every key must be present, and null means "not set". */
function checkWholeObject(path: string, value: Json, types: Readonly<Record<string, Type>>, fault: Fault): void {
  if (!isObject(value)) return fault(path, "must be an object");
  for (const [key, type] of Object.entries(types)) {
    const member = value[key];
    if (member === undefined) fault(path, `the key ${key} is missing; null means "not set"`);
    else checkType(`${path}.${key}`, member, type, fault);
  }
  for (const key of Object.keys(value)) if (!(key in types)) fault(`${path}.${key}`, "unknown attribute");
}
