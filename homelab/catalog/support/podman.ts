import { HomelabError } from "../../values/error";
import { content, joinedContents, type BundleFile, type BundlePart, type Content, type Secret } from "../../model";
import { groupBy } from "../../values/group-by";
import { engine, script, settings, timer } from "./podman/engine";

/**
 * A container that Podman runs on its guest's own network, as a unit of systemd: `<name>.service`.
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
  /** Variables; they reach the container by a file that only root may read. */
  readonly environment?: Readonly<Record<string, string | number | Secret | Content>>;
  readonly mounts?: readonly PodmanMount[];
  /** Number of the user inside. @default the image's own */
  readonly user?: number;
  /** Rights of root that it keeps: `NET_BIND_SERVICE`. @default none */
  readonly capabilities?: readonly string[];
  /** It writes into its image beside /tmp, /run and its mounts. @default false */
  readonly writable?: boolean;
  /** Size of /dev/shm. @default Podman's 64 MiB */
  readonly sharedMemoryMiB?: number;
  /** From `highMiB` on it is slowed down, at `maxMiB` it ends. */
  readonly memory: { readonly highMiB: number; readonly maxMiB: number };
  /** Asked inside the container; one that stays unwell is started anew. @default nothing is asked */
  readonly health?: {
    /** Program and arguments; it needs no shell. */
    readonly command: readonly string[];
    /** For so long it may be unwell after its start. @default 60 */
    readonly startSeconds?: number;
  };
  /** Units that start before it. */
  readonly after?: readonly string[];
  /** Units that start with it: reconcilers. */
  readonly wants?: readonly string[];
  /** How long it may take to end. @default 30 */
  readonly stopSeconds?: number;
  /** Files of the bundle that it reads only when it starts. */
  readonly reads?: readonly string[];
}

/** A file or directory of the guest inside a container. */
export interface PodmanMount {
  readonly from: string;
  readonly to: string;
  readonly readOnly?: true;
  /** A directory of its own: made before each start, for the user with this number inside. */
  readonly owner?: number;
}

/** A part of a guest's memory, from 0 to 1, of which a container may use 85 percent undisturbed. */
export function shareOf({ memoryMiB }: { readonly memoryMiB: number }, part: number): PodmanContainer["memory"] {
  const maxMiB = Math.floor(memoryMiB * part);
  return { highMiB: Math.floor(maxMiB * 0.85), maxMiB };
}

/** The unit that runs it. */
export const podmanUnit = ({ name }: Pick<PodmanContainer, "name">): string => `${name}.service`;

/** Its description for Podman. */
export const quadletFile = ({ name }: Pick<PodmanContainer, "name">): string =>
  `/etc/containers/systemd/${name}.container`;

/** Its variables. */
export const environmentFile = ({ name }: Pick<PodmanContainer, "name">): string => `/etc/homelab/${name}/environment`;

/**
 * Podman and these containers. Several services of one guest may each call it: what all of them bring is the same, and
 * counts once.
 *
 * An image is fetched by the push, before anything is stopped, and what is no longer named is removed at night: the
 * previous image is still there when a push is taken back.
 */
export function podman(containers: readonly PodmanContainer[]): BundlePart {
  return {
    // Podman looks for netavark even where every container has the guest's own network.
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

/** As `podman run --env-file` reads it: everything behind the first `=` is the value, as it stands there. */
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
    // Somebody may have removed the image, and then it is fetched first.
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

/** Half a minute apart, three in a row: what ends is started again by systemd. As an array Podman runs it without a shell. */
const healthLines = ({ command, startSeconds = 60 }: NonNullable<PodmanContainer["health"]>): readonly string[] => [
  `HealthCmd=${JSON.stringify(command.map(word))}`,
  "HealthInterval=30s",
  "HealthTimeout=20s",
  "HealthRetries=3",
  `HealthStartPeriod=${startSeconds}s`,
  "HealthOnFailure=kill",
];

/** systemd and Podman would both make something of quotes, blanks and signs of their own. */
function word(text: string): string {
  if (/^[\w@+=:,./-]+$/.test(text)) return text;
  throw new HomelabError(
    `${JSON.stringify(text)} cannot stand in a quadlet: letters, digits and @ + = : , . / _ - only.`,
    { fix: "Hand it over by a variable or a file." },
  );
}
