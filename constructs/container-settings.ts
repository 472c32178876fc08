import type { DockerNetwork, DockerVolume } from "./docker-network";

/** A port of the container on an address of its host. */
export interface DockerPort {
  /** A specific address of the host, because `0.0.0.0` would also publish the port in its other networks. */
  readonly ip: string;
  readonly external: number;
  readonly internal: number;
  readonly protocol: "tcp" | "udp";
}

/** A path of the host (which must exist, because it is never created silently), or a named volume. */
export type DockerMount =
  | {
      readonly kind: "bind";
      readonly source: string;
      readonly target: string;
      /** @default false */
      readonly readOnly?: boolean;
      /** With `rslave`, the container sees later mounts below the source. @default private */
      readonly propagation?: "rslave";
    }
  | { readonly kind: "volume"; readonly volume: DockerVolume; readonly target: string };

export interface DockerHealth {
  /** A command in the container, as a list of arguments; it runs without a shell. */
  readonly command: readonly string[];
  /** @default 30 */
  readonly intervalSeconds?: number;
  /** @default 10 */
  readonly timeoutSeconds?: number;
  /** Failures during this time do not count. @default 60 */
  readonly startSeconds?: number;
  /** @default 3 */
  readonly retries?: number;
}

/** All settings of a container. None may be a secret, because all of them are in the state. */
export interface ContainerSettings {
  readonly name: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly health?: DockerHealth;
  /** Hard limit, without swap. */
  readonly memoryMiB: number;
  /** Hard limit, in cores. */
  readonly cpus: number;
  /** Its networks, or `host` for the network of its host. */
  readonly networks: readonly { readonly network: DockerNetwork }[] | "host";
  readonly ports?: readonly DockerPort[];
  readonly mounts?: readonly DockerMount[];
  /** Path -> mount options, for example `/tmp` -> `size=64m`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Paths of devices, the same inside and outside the container. */
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
  /** `host`: the container sees the processes of the host. */
  readonly pid?: "host";
  readonly shmMiB?: number;
  /** Between SIGTERM and SIGKILL. @default 30 */
  readonly stopSeconds?: number;
  /** When false, the container is created but not started. @default true */
  readonly started?: boolean;
}
