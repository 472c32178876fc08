import { groupBy } from "../values/group-by";

/** Groups of two or more items with the same key, in order of first appearance; items without a key are left out. */
export function duplicates<T>(
  items: Iterable<T>,
  key: (item: T) => string | undefined,
): (readonly [string, T, ...T[]])[] {
  return [...groupBy(items, key)].flatMap(([value, [first, ...others]]) =>
    others.length === 0 ? [] : [[value, first, ...others] as const],
  );
}
