import { HomelabError } from "../../values/error";
import { content, joinedContents, type BundleFile, type BundlePart, type Content, type Secret } from "../../model";
import { groupBy } from "../../values/group-by";
import { engine, script, settings, timer } from "./podman/engine";

/**
 * A container that Podman runs in its guest's network, as the systemd unit `<name>.service`.
 *
 * @see podman-systemd.unit(5)
 */
export interface PodmanContainer {
  /** Name of the container, its unit and its directory below /etc/homelab. */
  readonly name: string;
  readonly description: string;
  /** With its registry and a pinned tag: `ghcr.io/goauthentik/server:2026.8.6`. */
  readonly image: string;
  /** Arguments for the image's entry point. @default the image's own */
  readonly command?: readonly string[];
  /** Environment variables, passed in a file that only root may read. */
  readonly environment?: Readonly<Record<string, string | number | Secret | Content>>;
  readonly mounts?: readonly PodmanMount[];
  /** User id inside the container. @default the image's own */
  readonly user?: number;
  /** Capabilities that it keeps, such as `NET_BIND_SERVICE`. @default none */
  readonly capabilities?: readonly string[];
  /** Whether it may write to files of its image, not only to /tmp, /run and its mounts. @default false */
  readonly writable?: boolean;
  /** Size of /dev/shm. @default Podman's 64 MiB */
  readonly sharedMemoryMiB?: number;
  /** Above `highMiB` it is throttled, at `maxMiB` it is killed. */
  readonly memory: { readonly highMiB: number; readonly maxMiB: number };
  /** Health check inside the container; a container that stays unhealthy is restarted. @default no check */
  readonly health?: {
    /** Program and arguments, run without a shell. */
    readonly command: readonly string[];
    /** Seconds after its start in which it may be unhealthy. @default 60 */
    readonly startSeconds?: number;
  };
  /** Units that start before it. */
  readonly after?: readonly string[];
  /** Units that start with it: reconcilers. */
  readonly wants?: readonly string[];
  /** Seconds that it may take to stop. @default 30 */
  readonly stopSeconds?: number;
  /** Files of the bundle that it reads only when it starts; a change of one restarts it. */
  readonly reads?: readonly string[];
}

/** A file or directory of the guest that is mounted into a container. */
export interface PodmanMount {
  readonly from: string;
  readonly to: string;
  readonly readOnly?: true;
  /** `from` is a directory that is created before each start, for the user with this id inside the container. */
  readonly owner?: number;
}

/**
 * Memory limits of a container that may use a part (0 to 1) of its guest's memory; it is throttled above 85 percent of
 * it.
 */
export function shareOf({ memoryMiB }: { readonly memoryMiB: number }, part: number): PodmanContainer["memory"] {
  const maxMiB = Math.floor(memoryMiB * part);
  return { highMiB: Math.floor(maxMiB * 0.85), maxMiB };
}

/** Name of its unit. */
export const podmanUnit = ({ name }: Pick<PodmanContainer, "name">): string => `${name}.service`;

/** Path of its quadlet. */
export const quadletFile = ({ name }: Pick<PodmanContainer, "name">): string =>
  `/etc/containers/systemd/${name}.container`;

/** Path of the file with its environment variables. */
const environmentFile = ({ name }: Pick<PodmanContainer, "name">): string => `/etc/homelab/${name}/environment`;

/**
 * Podman and these containers. Several services of one guest may each call this: the files that they have in common are
 * identical, and the bundle merges them.
 *
 * The push fetches an image before it stops anything. A timer removes unused images at night, so the previous image is
 * still there when a push is rolled back.
 */
export function podman(containers: readonly PodmanContainer[]): BundlePart {
  return {
    // Podman requires netavark even if every container uses the guest's network.
    packages: ["podman", "crun", "netavark"],
    files: [...engine, ...containers.flatMap(filesOf)],
    checks: [{ file: script, command: ["bash", "-n", "{}"] }],
    steps: [...groupBy(containers, ({ image }) => image)].map(([image, own]) => ({
      name: `the image of ${own.map(({ name }) => name).join(" and ")} is here`,
      command: [script, "pull", image],
      files: own.map(quadletFile),
    })),
    units: [
      ...containers.map((container) => ({
        name: podmanUnit(container),
        files: [quadletFile(container), environmentFile(container), ...settings, ...(container.reads ?? [])],
      })),
      { name: timer, files: [] },
    ],
  };
}

const filesOf = (container: PodmanContainer): readonly BundleFile[] => [
  { path: quadletFile(container), content: quadlet(container) },
  { path: environmentFile(container), content: environment(container), mode: "0600" },
];

/** As `podman run --env-file` reads it: everything after the first `=` is the value, verbatim. */
const environment = ({ environment: variables = {} }: PodmanContainer): Content =>
  joinedContents(Object.entries(variables).map(([name, value]) => content`${name}=${value}\n`));

function quadlet(container: PodmanContainer): string {
  const { description, memory, after = [], wants = [], stopSeconds = 30 } = container;
  const own = (container.mounts ?? []).filter(({ owner }) => owner !== undefined);
  return [
    "[Unit]",
    `Description=${description}`,
    ...[...wants].map((unit) => `Wants=${unit}`),
    ...[...after].map((unit) => `After=${unit}`),
    "",
    "[Container]",
    ...containerLines(container),
    `StopTimeout=${stopSeconds}`,
    "",
    "[Service]",
    ...own.map(
      ({ from, owner }) =>
        `ExecStartPre=/usr/bin/install --directory --mode=0700 --owner=${owner} --group=${owner} ${word(from)}`,
    ),
    "Restart=always",
    "RestartSec=10",
    // If somebody has removed the image, Podman fetches it first.
    "TimeoutStartSec=900",
    `TimeoutStopSec=${stopSeconds + 15}`,
    `MemoryHigh=${memory.highMiB}M`,
    `MemoryMax=${memory.maxMiB}M`,
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}

function containerLines(container: PodmanContainer): readonly string[] {
  const { name, image, command, mounts = [], user, capabilities = [], writable, sharedMemoryMiB, health } = container;
  return [
    `ContainerName=${name}`,
    `Image=${word(image)}`,
    "Pull=missing",
    ...(command === undefined ? [] : [`Exec=${command.map(word).join(" ")}`]),
    "Network=host",
    `EnvironmentFile=${environmentFile(container)}`,
    ...mounts.map(({ from, to, readOnly }) => `Volume=${word(from)}:${word(to)}${readOnly ? ":ro" : ""}`),
    ...(user === undefined ? [] : [`User=${user}`, `Group=${user}`]),
    "DropCapability=all",
    ...capabilities.map((capability) => `AddCapability=${capability}`),
    "NoNewPrivileges=true",
    ...(writable ? [] : ["ReadOnly=true"]),
    ...(sharedMemoryMiB === undefined ? [] : [`ShmSize=${sharedMemoryMiB}m`]),
    ...(health === undefined ? [] : healthLines(health)),
  ];
}

/**
 * Every 30 s. After three failures in a row Podman kills the container, and systemd restarts it. Podman runs an array
 * without a shell.
 */
const healthLines = ({ command, startSeconds = 60 }: NonNullable<PodmanContainer["health"]>): readonly string[] => [
  `HealthCmd=${JSON.stringify(command.map(word))}`,
  "HealthInterval=30s",
  "HealthTimeout=20s",
  "HealthRetries=3",
  `HealthStartPeriod=${startSeconds}s`,
  "HealthOnFailure=kill",
];

/** Refuses quotes, blanks and special characters, which systemd and Podman would both interpret. */
function word(text: string): string {
  if (/^[\w@+=:,./-]+$/.test(text)) return text;
  throw new HomelabError(
    `${JSON.stringify(text)} is not allowed in a quadlet: use only letters, digits and @ + = : , . / _ -.`,
    { fix: "Pass it in an environment variable or in a file." },
  );
}
