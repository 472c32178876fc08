/** Items with the same key: at least one. */
export type Group<T> = readonly [T, ...T[]];

/** Items by a key, groups and their items in order of first appearance; items without a key are left out. */
export function groupBy<T, Key>(items: Iterable<T>, key: (item: T) => Key | undefined): ReadonlyMap<Key, Group<T>> {
  const groups = new Map<Key, [T, ...T[]]>();
  for (const item of items) {
    const value = key(item);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [item]);
    else group.push(item);
  }
  return groups;
}
