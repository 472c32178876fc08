import type { Content } from "./content";

/**
 * What a machine is given: files, packages, and what has to run when they change. A bundle is plain data, rendered at
 * synthesis; pushing it is the business of `provision/`.
 */
export interface Bundle {
  /** Name of the guest or PVE node that it is for. */
  readonly target: string;
  /** Debian packages, sorted. */
  readonly packages: readonly string[];
  /** In order of path. Those below /etc/apt are in place before packages are installed. */
  readonly files: readonly BundleFile[];
  /** Files of vendors' releases, in order of path. */
  readonly artifacts: readonly BundleArtifact[];
  /** Programs that judge new files before any of them is put in place. */
  readonly checks: readonly BundleCheck[];
  /** Commands after the files are in place, in order. */
  readonly steps: readonly BundleStep[];
  /** Units that are enabled and running afterwards, in order. */
  readonly units: readonly BundleUnit[];
  /** Commands that must succeed at the end; the previous files come back when one does not. */
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
 * A file that its vendor offers for download. The deploying machine fetches and verifies it, keeps it for the next time,
 * and sends it along: the machine itself may have no way out.
 */
export interface BundleArtifact {
  /** Absolute path on the machine. */
  readonly path: string;
  /** Octal. @default "0755" */
  readonly mode?: string;
  /** `user:group`. @default "root:root" */
  readonly owner?: string;
  readonly url: `https://${string}`;
  /** The vendor's list of checksums for this release, as `sha256sum` writes it. Without it, HTTPS alone vouches. */
  readonly checksums?: `https://${string}`;
  /** Path inside the tar archive that the address leads to. @default what the address leads to, as it is */
  readonly member?: string;
}

export interface BundleCheck {
  /** The file that is judged. */
  readonly file: string;
  /** Program and arguments; `{}` stands for the path of the new file, which is not in place yet. */
  readonly command: readonly string[];
}

export interface BundleStep {
  /** What it does, for the log. */
  readonly name: string;
  readonly command: readonly string[];
  /** Run when one of these files has changed. */
  readonly files: readonly string[];
}

export interface BundleUnit {
  /** systemd unit, for instance `chrony.service`. */
  readonly name: string;
  /** Restarted, or reloaded, when one of these files has changed. */
  readonly files: readonly string[];
  /** @default "restart" */
  readonly onChange?: "restart" | "reload";
}

export interface BundleHealth {
  readonly name: string;
  readonly command: readonly string[];
  /** Tried again for so long. @default 30 */
  readonly seconds?: number;
}

/** What one concern adds to the bundle of a machine. */
export type BundlePart = Partial<Omit<Bundle, "target">>;

/** A file's mode as `stat` prints it, 644. */
export const modeOf = ({ mode = "0644" }: Pick<BundleFile, "mode">): string => mode.replace(/^0+(?=...)/, "");
export const ownerOf = ({ owner = "root:root" }: Pick<BundleFile, "owner">): string => owner;
export const artifactMode = ({ mode = "0755" }: Pick<BundleArtifact, "mode">): string => modeOf({ mode });

/** What several concerns add, one after the other. */
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
/** How long a health test is tried again. */
export const secondsOf = ({ seconds = 30 }: Pick<BundleHealth, "seconds">): number => seconds;
