import type { Secret } from "./secret";

/** One container of a Docker app, in plain values; secrets stand in files below /run/secrets, never in `env`. */
export interface Container {
  /** DNS label, unique on its Docker host; the first container of a service bears the service's name. */
  readonly name: string;
  /** Image with tag, from versions.ts. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** Environment without secrets. */
  readonly env?: Readonly<Record<string, string>>;
  /** File name below /run/secrets -> the secret that it holds. */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** Keys of the service's `ports` that this container answers. */
  readonly ports?: readonly string[];
  readonly mounts?: readonly Mount[];
  /** Docker's own health check: an argument list for `CMD`. */
  readonly health?: ContainerHealth;
  /** Hard limit. */
  readonly memoryMiB: number;
  /** Hard limit, in cores. */
  readonly cpus: number;
  /** `uid:gid`, where the image needs to be told. */
  readonly user?: string;
  /** Numeric owner of its secret files; the uid that reads them. @default 0 */
  readonly secretsUid?: number;
  readonly readOnly?: boolean;
  /** Path -> mount options of a tmpfs, for instance `/tmp` -> `size=64m`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Capabilities kept beside none. @default Docker's default set */
  readonly capabilities?: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  readonly devices?: readonly string[];
  readonly privileged?: boolean;
  /** `host` for agents that look at the whole machine. */
  readonly pid?: "host";
  readonly hostname?: string;
  readonly init?: boolean;
  readonly shmMiB?: number;
  /** Seconds between SIGTERM and SIGKILL. @default 30 */
  readonly stopSeconds?: number;
  /** Supplementary groups, by number or name inside the container. */
  readonly groups?: readonly string[];
  /** The image's own user must not gain privileges. @default true */
  readonly noNewPrivileges?: boolean;
}

/** Docker's health check; seconds. */
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
 * What a container sees of its host (decision #11): state below /opt/docker/<service>, the NAS below /mnt/nas, caches
 * in named volumes, and single paths of the host.
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
      /** The host's /mnt/nas, at the same path: binding a folder in it fails while that is an automount point. */
      readonly kind: "nas";
      readonly readOnly?: boolean;
    }
  | { readonly kind: "cache"; readonly volume: string; readonly to: string }
  | {
      readonly kind: "host";
      readonly from: string;
      readonly to: string;
      readonly readOnly?: boolean;
      /** Mounts that the host makes or removes later are seen too: needed for `/`, which would else pin them. */
      readonly followsMounts?: boolean;
    };
