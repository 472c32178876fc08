/**
 * What a program takes: `string`, `number`, `boolean`, or `duration` as Go writes it; a list of something; keys, of which
 * `*` stands for any name that we choose.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  duration: (value) => typeof value === "string" && /^([0-9]+(ms|s|m|h))+$/.test(value),
};

/** What a program would not understand of a file, in sentences. */
export function unknownIn(value: unknown, shape: Shape | undefined, path = "the file"): readonly string[] {
  if (shape === undefined) return [`Nobody knows ${path}.`];
  if (typeof shape === "string") return fits[shape]?.(value) === true ? [] : [`${path} is no ${shape}.`];
  if (Array.isArray(shape)) {
    const each = (shape as readonly Shape[])[0];
    return Array.isArray(value) ? value.flatMap((one) => unknownIn(one, each, path)) : [`${path} is no list.`];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} has no keys.`];
  const keys = shape as { readonly [key: string]: Shape };
  return Object.entries(value).flatMap(([key, one]) => unknownIn(one, keys[key] ?? keys["*"], `${path}.${key}`));
}
