import type { Secret } from "./secret";

/** One container of a Docker app, as plain values; secrets are in files below /run/secrets, never in `env`. */
export interface Container {
  /** DNS label, unique on its Docker host; the first container of a service has the name of the service. */
  readonly name: string;
  /** Image with tag, from versions.ts. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** Environment without secrets. */
  readonly env?: Readonly<Record<string, string>>;
  /** File name below /run/secrets -> the secret in that file. */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** Keys of the service's `ports` that this container serves. */
  readonly ports?: readonly string[];
  readonly mounts?: readonly Mount[];
  /** Docker's own health check: an argument list for `CMD`. */
  readonly health?: ContainerHealth;
  /** Hard limit. */
  readonly memoryMiB: number;
  /** Hard limit, in cores. */
  readonly cpus: number;
  /** `uid:gid`, if it is not the default of the image. */
  readonly user?: string;
  /** Numeric owner of its secret files: the uid that reads them. @default 0 */
  readonly secretsUid?: number;
  /** Read-only root file system. @default false */
  readonly readOnly?: boolean;
  /** Path -> mount options of a tmpfs, for instance `/tmp` -> `size=64m`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Capabilities that are dropped, and those that are added again. @default Docker's default set */
  readonly capabilities?: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  readonly devices?: readonly string[];
  readonly privileged?: boolean;
  /** `host` for agents that inspect the whole machine. */
  readonly pid?: "host";
  readonly hostname?: string;
  readonly init?: boolean;
  readonly shmMiB?: number;
  /** Seconds between SIGTERM and SIGKILL. @default 30 */
  readonly stopSeconds?: number;
  /** Supplementary groups, by number or name inside the container. */
  readonly groups?: readonly string[];
  /** Processes in the container cannot gain privileges. @default true */
  readonly noNewPrivileges?: boolean;
}

/** Docker's health check. */
export interface ContainerHealth {
  readonly test: readonly string[];
  /** @default 30 */
  readonly intervalSeconds?: number;
  /** @default 10 */
  readonly timeoutSeconds?: number;
  /** @default 60 */
  readonly startSeconds?: number;
  /** @default 3 */
  readonly retries?: number;
}

/**
 * What a container sees of its host: state below /opt/docker/<service>, the NAS below /mnt/nas, caches in named
 * volumes, and single paths of the host.
 */
export type Mount =
  | {
      readonly kind: "state";
      /** Directory below /opt/docker/<service>. */
      readonly from: string;
      readonly to: string;
      readonly readOnly?: boolean;
    }
  | {
      /**
       * The host's /mnt/nas, at the same path: a bind mount of a folder in it fails while that is an automount point.
       */
      readonly kind: "nas";
      readonly readOnly?: boolean;
    }
  | { readonly kind: "cache"; readonly volume: string; readonly to: string }
  | {
      readonly kind: "host";
      readonly from: string;
      readonly to: string;
      readonly readOnly?: boolean;
      /**
       * The container also sees what the host mounts or unmounts later: needed for `/`, which would otherwise pin
       * mounts.
       */
      readonly followsMounts?: boolean;
    };
