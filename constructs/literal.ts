/**
 * The same value with Terraform's template markers doubled in every string (keys of records excepted), so that `${x}`
 * in a shell command or label arrives unchanged. Only for plain values: a CDKTF token must not pass through here.
 */
export function literal<T>(value: T): T {
  return escape(value) as T;
}

function escape(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/[$%](?=\{)/g, (marker) => marker + marker);
  if (Array.isArray(value)) return value.map(escape);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escape(inner)]));
}
