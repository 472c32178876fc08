/**
 * What a program accepts: `string`, `number`, `boolean`, or `duration` as Go writes it; a list; or keys, where `*`
 * stands for any name that we choose.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  duration: (value) => typeof value === "string" && /^([0-9]+(ms|s|m|h))+$/.test(value),
};

/** Parts of a file that a program would not understand, in sentences. */
export function unknownIn(value: unknown, shape: Shape | undefined, path = "the file"): readonly string[] {
  if (shape === undefined) return [`The program does not know ${path}.`];
  if (typeof shape === "string") return fits[shape]?.(value) === true ? [] : [`${path} is not a ${shape}.`];
  if (Array.isArray(shape)) {
    const each = (shape as readonly Shape[])[0];
    return Array.isArray(value) ? value.flatMap((one) => unknownIn(one, each, path)) : [`${path} is not a list.`];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} has no keys.`];
  const keys = shape as { readonly [key: string]: Shape };
  return Object.entries(value).flatMap(([key, one]) => unknownIn(one, keys[key] ?? keys["*"], `${path}.${key}`));
}
