import type { BundlePart, Context, Rendered } from "../../../model";
import { apt } from "./apt";
import { metrics } from "./metrics";
import { names } from "./names";
import { noSsh, system } from "./system";

/** Everything of the base layer in one part. */
export function layer(context: Context): Rendered {
  const parts: readonly BundlePart[] = [names(context), apt(context), system(context), noSsh(context), metrics];
  const all = <T>(pick: (part: BundlePart) => readonly T[] | undefined): readonly T[] =>
    parts.flatMap((part) => pick(part) ?? []);
  return {
    packages: all(({ packages }) => packages),
    files: all(({ files }) => files),
    checks: all(({ checks }) => checks),
    steps: all(({ steps }) => steps),
    units: all(({ units }) => units),
  };
}
