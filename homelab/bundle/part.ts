import type { Bundle } from "./bundle";

/** What one concern adds to the bundle of a machine. */
export type BundlePart = Partial<Omit<Bundle, "target">>;

const unitDirectory = "/etc/systemd/system/";

/**
 * One bundle of its parts. Packages and files are sorted; checks, steps, units and health keep the order of the parts.
 * Whenever a unit's own file changes, systemd is told before anything else.
 */
export function bundleOf(target: string, parts: readonly BundlePart[]): Bundle {
  const files = parts.flatMap((part) => part.files ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const units = files.map(({ path }) => path).filter((path) => path.startsWith(unitDirectory));
  return {
    target,
    packages: [...new Set(parts.flatMap((part) => part.packages ?? []))].toSorted(),
    files,
    checks: parts.flatMap((part) => part.checks ?? []),
    steps: [
      ...(units.length === 0
        ? []
        : [{ name: "systemd reads its units", command: ["systemctl", "daemon-reload"], files: units }]),
      ...parts.flatMap((part) => part.steps ?? []),
    ],
    units: parts.flatMap((part) => part.units ?? []),
    health: parts.flatMap((part) => part.health ?? []),
  };
}
