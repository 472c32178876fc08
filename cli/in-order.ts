import { limited } from "../provision/limited";

/** The number of machines that are worked on at once. */
const atOnce = 4;

/**
 * Runs `work` for every name, four at a time, each after the names that `before` returns for it; `before` may return
 * names that are not in `names`, which are ignored. `work` gets the results of the names before it. When one call
 * throws, those that depend on it do not start, and the error is thrown after all others have ended.
 */
export async function inOrder<Result>(
  names: readonly string[],
  before: (name: string) => readonly string[],
  work: (name: string, earlier: ReadonlyMap<string, Result>) => Promise<Result>,
): Promise<ReadonlyMap<string, Result>> {
  const turn = limited(atOnce);
  const begun = new Map<string, Promise<Result>>();
  const one = async (name: string): Promise<Result> => {
    const awaited = before(name).filter((other) => names.includes(other));
    const results = await Promise.all(awaited.map(begin));
    const earlier = new Map(awaited.map((other, index) => [other, results[index] as Result]));
    return turn(() => work(name, earlier));
  };
  const begin = (name: string): Promise<Result> => {
    const promise = begun.get(name) ?? one(name);
    begun.set(name, promise);
    return promise;
  };
  const ended = await Promise.allSettled(names.map(begin));
  return new Map(
    ended.map((end, index) => {
      if (end.status === "rejected") throw end.reason;
      return [names[index] as string, end.value];
    }),
  );
}
