import { groupBy } from "../values/group-by";

/** Groups of two and more items that share a key, in order of first appearance; items without a key do not count. */
export function duplicates<T>(
  items: Iterable<T>,
  key: (item: T) => string | undefined,
): (readonly [string, T, ...T[]])[] {
  return [...groupBy(items, key)].flatMap(([value, [first, ...others]]) =>
    others.length === 0 ? [] : [[value, first, ...others] as const],
  );
}
