import type { DockerNetwork, DockerVolume } from "./docker-network";

/** A port of the container on an address of its host. */
export interface DockerPort {
  /** Address of the host; a specific one, since `0.0.0.0` would also be every other network of it. */
  readonly ip: string;
  readonly external: number;
  readonly internal: number;
  readonly protocol: "tcp" | "udp";
}

/** A path of the host (which must exist: it is never created silently), or a named volume. */
export type DockerMount =
  | {
      readonly kind: "bind";
      readonly source: string;
      readonly target: string;
      /** @default false */
      readonly readOnly?: boolean;
      /** `rslave` shows mounts that the host makes below the source later. @default private */
      readonly propagation?: "rslave";
    }
  | { readonly kind: "volume"; readonly volume: DockerVolume; readonly target: string };

export interface DockerHealth {
  /** Arguments of a command in the container; no shell unless it is one of them. */
  readonly command: readonly string[];
  /** @default 30 */
  readonly intervalSeconds?: number;
  /** @default 10 */
  readonly timeoutSeconds?: number;
  /** Failures before it are not counted. @default 60 */
  readonly startSeconds?: number;
  /** @default 3 */
  readonly retries?: number;
}

/** Everything that shapes a container. Nothing here may be a secret: all of it stands in the state. */
export interface ContainerSettings {
  readonly name: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly health?: DockerHealth;
  /** Hard limit, with no swap beside it. */
  readonly memoryMiB: number;
  /** Hard limit, in cores. */
  readonly cpus: number;
  /** Its networks, or `host` for that of its host. */
  readonly networks: readonly { readonly network: DockerNetwork }[] | "host";
  readonly ports?: readonly DockerPort[];
  readonly mounts?: readonly DockerMount[];
  /** Path -> mount options, for instance `/tmp` -> `size=64m`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Paths of devices, the same inside as outside. */
  readonly devices?: readonly string[];
  /** With or without `CAP_`, `ALL` for all. */
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  /** Names or numbers of supplementary groups. */
  readonly groups?: readonly string[];
  /** `uid:gid`. @default the image's */
  readonly user?: string;
  /** @default the container's id */
  readonly hostname?: string;
  /** Read-only root file system. @default false */
  readonly readOnly?: boolean;
  /** An init process that reaps children. @default false */
  readonly init?: boolean;
  /** @default true */
  readonly noNewPrivileges?: boolean;
  /** @default false */
  readonly privileged?: boolean;
  /** See the processes of the host. */
  readonly pid?: "host";
  readonly shmMiB?: number;
  /** Between SIGTERM and SIGKILL. @default 30 */
  readonly stopSeconds?: number;
  /** False makes it without starting it. @default true */
  readonly started?: boolean;
}
