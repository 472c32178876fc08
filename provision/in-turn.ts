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

/** Starts work that it is given at once, as long as no more than `most` is going on; the rest waits for its turn. */
export function limited(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let going = 0;
  return async (work) => {
    if (going >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else going += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) going -= 1;
      else next();
    }
  };
}
