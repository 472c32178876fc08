import { z } from "zod";
import { siteSchema } from "./schema";

/** The part of JSON Schema that describes homelab.yaml. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
}

/** JSON Schema (draft 2020-12) of homelab.yaml, for editors. Pure. */
export function siteJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(siteSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      // zod drops the examples of values that it transforms; these examples show what the user writes.
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) Object.assign(jsonSchema, { examples });
      // A key without a value (all its lines commented out) means the default.
      if (jsonSchema.type === "object" && jsonSchema.default !== undefined)
        Object.assign(jsonSchema, { type: ["object", "null"] });
    },
  });
  return { ...(schema as JsonSchema), title: "homelab.yaml" };
}

/** The schema of the value at a key path, or undefined where the path leaves the schema. */
export function schemaAt(schema: JsonSchema | undefined, path: readonly (string | number)[]): JsonSchema | undefined {
  const [key, ...rest] = path;
  if (schema === undefined || key === undefined) return schema;
  const inner = typeof key === "number" ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties);
  return inner === undefined || inner === false ? undefined : schemaAt(inner, rest);
}
