/**
 * The value under a key. Throws for an unknown key, because `undefined` in a configuration would be noticed much later.
 */
export function declared<T>(all: Readonly<Record<string, T>>, key: string, what: string): T {
  const found = all[key];
  if (found === undefined)
    throw new Error(`There is no ${what} ${key}; declared: ${Object.keys(all).join(", ") || "none"}.`);
  return found;
}
