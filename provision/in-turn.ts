/** Does one thing after the other, and ends early with the first result that `isLast` names. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
  isLast: (result: Result) => boolean = () => false,
  done: readonly Result[] = [],
): Promise<readonly Result[]> {
  const item = items[done.length];
  if (item === undefined) return done;
  const results = [...done, await work(item, done.length)];
  return isLast(results.at(-1) as Result) ? results : inTurn(items, work, isLast, results);
}
