/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Terraform's notation of types: `"string"`, `["list", "string"]`, `["object", {...}]`. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>];

export interface Attribute {
  readonly type?: Type;
  readonly nested_type?: { readonly nesting_mode: string; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedBlock {
  readonly nesting_mode: "single" | "list" | "set" | "map";
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

export interface ProviderSchemas {
  readonly resources: ReadonlyMap<string, Block>;
  readonly providers: ReadonlyMap<string, { readonly source: string; readonly version: string; readonly block: Block }>;
}

/** Records a fault at a path such as `docker_container.plex.ports[0].ip`. */
export type Fault = (path: string, message: string) => void;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** True for a string that is a single interpolation: its type is the type of what it refers to. */
export function isExpression(value: Json): boolean {
  return typeof value === "string" && /^\$\{[^{}]+\}$/.test(value);
}
