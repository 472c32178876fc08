/** What was declared under a key. Throws for a key that was not: `undefined` in a configuration is found much later. */
export function declared<T>(all: Readonly<Record<string, T>>, key: string, what: string): T {
  const found = all[key];
  if (found === undefined) throw new Error(`There is no ${what} ${key}, but ${Object.keys(all).join(", ") || "none"}.`);
  return found;
}
