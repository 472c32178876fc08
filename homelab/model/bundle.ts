import type { Content } from "./content";

/**
 * What a machine gets: files, packages, and what has to run when they change. A bundle is plain data, rendered at
 * synthesis; `provision/` pushes it.
 */
export interface Bundle {
  /** Name of the machine that gets it. */
  readonly target: string;
  /** Debian packages, sorted. */
  readonly packages: readonly string[];
  /** In order of path. Files below /etc/apt are in place before packages are installed. */
  readonly files: readonly BundleFile[];
  /** Files from vendors' releases, in order of path. */
  readonly artifacts: readonly BundleArtifact[];
  /** Programs that check new files before any of them is put in place. */
  readonly checks: readonly BundleCheck[];
  /** Commands that run after the files are in place, in order. */
  readonly steps: readonly BundleStep[];
  /** Units that are enabled and running afterwards, in order. */
  readonly units: readonly BundleUnit[];
  /** Commands that must succeed at the end; if one fails, the previous files are restored. */
  readonly health: readonly BundleHealth[];
}

export interface BundleFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: Content;
  /** Octal. @default "0644" */
  readonly mode?: string;
  /** `user:group`. @default "root:root" */
  readonly owner?: string;
}

/**
 * A file that its vendor offers for download. The deploying machine downloads, verifies and caches it, and sends it
 * along, because the target may have no internet access.
 */
export interface BundleArtifact {
  /** Absolute path on the machine. */
  readonly path: string;
  /** Octal. @default "0755" */
  readonly mode?: string;
  /** `user:group`. @default "root:root" */
  readonly owner?: string;
  readonly url: `https://${string}`;
  /**
   * The vendor's list of checksums for this release, as `sha256sum` writes it. Without it, HTTPS is the only
   * protection.
   */
  readonly checksums?: `https://${string}`;
  /** Path inside the tar archive that is downloaded. @default the download itself is the file */
  readonly member?: string;
}

export interface BundleCheck {
  /** The file that is checked. */
  readonly file: string;
  /** Program and arguments; `{}` is replaced by the path of the new file, which is not in place yet. */
  readonly command: readonly string[];
}

export interface BundleStep {
  /** What it does, for the log. */
  readonly name: string;
  readonly command: readonly string[];
  /** The step runs if one of these files has changed. */
  readonly files: readonly string[];
}

export interface BundleUnit {
  /** systemd unit, for instance `chrony.service`. */
  readonly name: string;
  /** The unit is restarted or reloaded if one of these files has changed. */
  readonly files: readonly string[];
  /** @default "restart" */
  readonly onChange?: "restart" | "reload";
}

export interface BundleHealth {
  readonly name: string;
  readonly command: readonly string[];
  /** How long the command is retried. @default 30 */
  readonly seconds?: number;
}

/** What one concern adds to the bundle of a machine. */
export type BundlePart = Partial<Omit<Bundle, "target">>;

/** A file's mode as `stat` prints it, 644. */
export const modeOf = ({ mode = "0644" }: Pick<BundleFile, "mode">): string => mode.replace(/^0+(?=...)/, "");
export const ownerOf = ({ owner = "root:root" }: Pick<BundleFile, "owner">): string => owner;
export const artifactMode = ({ mode = "0755" }: Pick<BundleArtifact, "mode">): string => modeOf({ mode });

/** The parts of several concerns, joined in their order. */
export function joinedParts(parts: readonly BundlePart[]): Omit<Bundle, "target"> {
  return {
    packages: parts.flatMap(({ packages = [] }) => packages),
    files: parts.flatMap(({ files = [] }) => files),
    artifacts: parts.flatMap(({ artifacts = [] }) => artifacts),
    checks: parts.flatMap(({ checks = [] }) => checks),
    steps: parts.flatMap(({ steps = [] }) => steps),
    units: parts.flatMap(({ units = [] }) => units),
    health: parts.flatMap(({ health = [] }) => health),
  };
}
/** How long a health test is retried, in seconds. */
export const secondsOf = ({ seconds = 30 }: Pick<BundleHealth, "seconds">): number => seconds;
