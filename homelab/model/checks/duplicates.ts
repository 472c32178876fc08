/** Groups of two and more items that share a key, in order of first appearance; items without a key do not count. */
export function duplicates<T>(
  items: Iterable<T>,
  key: (item: T) => string | undefined,
): (readonly [string, T, ...T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const value = key(item);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [item]);
    else group.push(item);
  }
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([value, group]) => [value, ...(group as [T, ...T[]])]);
}
