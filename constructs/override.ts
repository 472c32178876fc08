/**
 * `config` with the values of `override`: plain objects are merged key by key; everything else is replaced, arrays as a
 * whole. CDKTF's own `addOverride` appends to arrays that a resource already renders, which duplicates blocks.
 */
export function withOverride<T extends object>(config: T, override: Partial<T> | undefined): T {
  return override === undefined ? config : (merge(config, override) as T);
}

function merge(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(merged[key], value);
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
