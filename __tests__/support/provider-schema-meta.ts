import type { Block, Fault, Json, JsonObject } from "./provider-schema-types";
import { isList, isObject } from "./provider-schema-types";

const lifecycleKeys = new Set(["prevent_destroy", "create_before_destroy", "ignore_changes", "replace_triggered_by"]);

/** `depends_on`, `provider` and `lifecycle` of a resource. */
export function checkMeta(
  address: string,
  body: JsonObject,
  block: Block,
  addresses: ReadonlySet<string>,
  fault: Fault,
): void {
  for (const target of strings(body["depends_on"])) {
    if (!addresses.has(target)) fault(`${address}.depends_on`, `there is no ${target}`);
  }
  if (body["provider"] !== undefined) fault(`${address}.provider`, "each stack has one configuration of a provider");
  const { lifecycle } = body;
  if (lifecycle === undefined) return;
  if (!isObject(lifecycle)) return fault(`${address}.lifecycle`, "must be a block");
  for (const [key, value] of Object.entries(lifecycle)) {
    if (!lifecycleKeys.has(key)) fault(`${address}.lifecycle.${key}`, "Terraform knows no such setting");
    else if (key.endsWith("destroy") && typeof value !== "boolean")
      fault(`${address}.lifecycle.${key}`, "must be a bool");
  }
  if (lifecycle["ignore_changes"] === "all") return;
  for (const path of strings(lifecycle["ignore_changes"])) {
    if (!hasPath(block, path)) fault(`${address}.lifecycle.ignore_changes`, `there is no attribute ${path}`);
  }
}

/** Each import names a resource of the stack, only once, and the id of the existing object. */
export function checkImports(imports: Json | undefined, declared: Declared, fault: Fault): void {
  const seen = new Set<string>();
  for (const block of isList(imports) ? imports : []) {
    const { to, id } = isObject(block) ? block : {};
    if (typeof to !== "string" || !declared.has(to)) {
      fault("import", `there is no ${JSON.stringify(to)}`);
      continue;
    }
    if (typeof id !== "string" || id === "") fault("import", `${to} is imported without an id`);
    if (seen.has(to)) fault("import", `${to} is imported twice`);
    seen.add(to);
  }
}

/** Address -> schema of its type; undefined for an unknown type. */
type Declared = ReadonlyMap<string, Block | undefined>;

/** Checks the interpolations in all strings: each must name an attribute of a resource in the same stack. */
export function checkReferences(document: JsonObject, declared: Declared, fault: Fault): void {
  for (const [path, text] of leaves(document)) {
    for (const expression of expressions(text)) {
      const { address, attribute } = reference(expression);
      if (!declared.has(address)) fault(path, `\${${expression}} refers to nothing in this stack`);
      else {
        const block = declared.get(address);
        if (block !== undefined && !hasPath(block, attribute)) fault(path, `${address} has no attribute ${attribute}`);
      }
    }
  }
}

/** Finds resources that depend on themselves, directly or through others. */
export function checkCycles(resources: readonly (readonly [string, string, JsonObject])[], fault: Fault): void {
  const edges = new Map(
    resources.map(([address, , body]) => [
      address,
      [
        ...strings(body["depends_on"]),
        ...leaves(body).flatMap(([, text]) => expressions(text).map((e) => reference(e).address)),
      ],
    ]),
  );
  const done = new Set<string>();
  const visit = (address: string, path: readonly string[]): void => {
    if (path.includes(address))
      fault(address, `depends on itself: ${[...path.slice(path.indexOf(address)), address].join(" -> ")}`);
    if (path.includes(address) || done.has(address)) return;
    for (const next of edges.get(address) ?? []) visit(next, [...path, address]);
    done.add(address);
  };
  for (const address of edges.keys()) visit(address, []);
}

function reference(expression: string): { address: string; attribute: string } {
  const [type = "", name = "", ...rest] = expression.split(".");
  return { address: `${type}.${name}`, attribute: rest.join(".") };
}

/** The text between `${` and `}`; a double `$` makes it plain text. */
function expressions(text: string): string[] {
  return [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, expression]) => expression ?? "");
}

function leaves(value: Json, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (isList(value)) return value.flatMap((member, index) => leaves(member, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "//" ? [] : leaves(inner, path === "" ? key : `${path}.${key}`),
  );
}

/** True when `disk[0].file_id` and the like lead to an attribute or block. */
function hasPath(block: Block, path: string): boolean {
  const [step = "", ...rest] = path.split(".");
  const key = step.replace(/\[\d+\]$/, "");
  const nested = block.block_types?.[key];
  if (nested !== undefined) return rest.length === 0 || hasPath(nested.block, rest.join("."));
  return rest.length === 0 && block.attributes?.[key] !== undefined;
}

function strings(value: Json | undefined): string[] {
  return isList(value) ? value.filter((member) => typeof member === "string") : [];
}
