import { joinedParts, type Bundle, type BundlePart } from "../model";

/**
 * Joins parts to one bundle. Packages and files are sorted; checks, steps, units and health keep the order of the
 * parts. Files, steps and units that are identical in two parts appear once.
 */
export function bundleOf(target: string, parts: readonly BundlePart[]): Bundle {
  const joined = joinedParts(parts);
  return {
    ...joined,
    target,
    packages: [...new Set(joined.packages)].toSorted(),
    files: once(joined.files).toSorted(byPath),
    artifacts: joined.artifacts.toSorted(byPath),
    steps: once(joined.steps),
    units: once(joined.units),
  };
}

const once = <T>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : 1);

/** Whether a bundle has nothing to bring. */
export const isEmpty = ({ packages, files, artifacts, steps, units }: Bundle): boolean =>
  [packages, files, artifacts, steps, units].every((part) => part.length === 0);
