import { limited } from "../provision/limited";

/** So many machines are worked on at once. */
const atOnce = 4;

/**
 * Works on all of these, four at a time, each after those that have to be done before it; the others of `before` do not
 * matter. `work` is told what came of them. When one throws, that is thrown once the others have ended, and none that waits
 * for it begins.
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
