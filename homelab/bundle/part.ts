import type { Bundle, BundlePart } from "../model";

/** One bundle of its parts. Packages and files are sorted; checks, steps, units and health keep the order of the parts. */
export function bundleOf(target: string, parts: readonly BundlePart[]): Bundle {
  return {
    target,
    packages: [...new Set(parts.flatMap(({ packages = [] }) => packages))].toSorted(),
    files: parts.flatMap(({ files = [] }) => files).toSorted(byPath),
    artifacts: parts.flatMap(({ artifacts = [] }) => artifacts).toSorted(byPath),
    checks: parts.flatMap(({ checks = [] }) => checks),
    steps: parts.flatMap(({ steps = [] }) => steps),
    units: parts.flatMap(({ units = [] }) => units),
    health: parts.flatMap(({ health = [] }) => health),
  };
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : 1);

/** Has it anything to bring? */
export const isEmpty = ({ packages, files, artifacts, steps, units }: Bundle): boolean =>
  [packages, files, artifacts, steps, units].every((part) => part.length === 0);
