/**
 * How a service is operated. Each part is declared, or left out with a reason: `none("it keeps no state")`. `L` are the
 * keys of the service's `ports`.
 */
export interface Operations<L extends string = string> {
  /** A list if the service has several endpoints: two processes, or one path for each kind of metric. */
  readonly metrics: Metrics<L> | readonly Metrics<L>[] | None;
  readonly logs: Logs | None;
  readonly health: Health<L> | None;
  readonly alerts: readonly Alert[] | None;
  readonly backup: Backup | None;
  readonly uptime: Uptime<L> | None;
  readonly tile: Tile | None;
}

/** A part that is left out on purpose. */
export interface None {
  readonly none: string;
}

/** Every part, or the reason why all of them are left out. */
export type StatedOperations<L extends string = string> = (Operations<L> & { readonly none?: never }) | None;

/** The parts of `operations`. */
export const operationParts = [
  "metrics",
  "logs",
  "health",
  "alerts",
  "backup",
  "uptime",
  "tile",
] as const satisfies readonly (keyof Operations)[];

/** Leaves out a part of `operations`, or all parts, with the reason as a phrase. */
export const none = (why: string): None => ({ none: why });

/** True for a part that is left out. */
export function isNone(part: object): part is None {
  return "none" in part;
}

/** Prometheus metrics: an endpoint of the service, or one of Alloy's exporters beside it. */
export type Metrics<L extends string = string> =
  | {
      /** Key of `ports`. */
      readonly port: L;
      /** @default "/metrics" */
      readonly path?: string;
    }
  | { readonly exporter: "postgres" | "mongodb" | "redis" | "unix" | "cadvisor" };

/** Where the service writes its log lines. */
export type Logs =
  | {
      readonly source: "journal";
      /** systemd units. */ readonly units: readonly string[];
    }
  | { readonly source: "docker" }
  | {
      readonly source: "files";
      /** Absolute paths, globs allowed. */ readonly paths: readonly string[];
    };

/** A test that the service works, run on its own machine. */
export type Health<L extends string = string> =
  | {
      /** Key of `ports`. */
      readonly port: L;
      /** The service is healthy if an HTTP GET of this path returns 2xx; without a path, if the TCP port is open. */
      readonly path?: string;
      /** Seconds from start to the first healthy answer. @default 60 */
      readonly startSeconds?: number;
    }
  | { readonly command: readonly string[]; readonly startSeconds?: number };

/** An alert rule in PromQL. A common rule already reports services that are down. */
export interface Alert {
  /** Name in Prometheus, in CamelCase. */
  readonly name: string;
  readonly expr: string;
  /** Prometheus duration, for instance `10m`. */
  readonly for: string;
  readonly severity: "critical" | "warning" | "info";
  /** One sentence; `{{ $labels.x }}` allowed. */
  readonly summary: string;
}

/** What a restore needs. */
export interface Backup {
  /** Absolute paths of state on the guest (for an app, below /opt/docker). */
  readonly paths: readonly string[];
  /** A logical dump by the service's own tool, made before the paths are copied. */
  readonly dump?: "postgres" | "mongodb" | "redis" | "n8n" | "coolify" | "grafana" | "sqlite";
}

/** What Uptime Kuma checks over the network. */
export interface Uptime<L extends string = string> {
  /** Key of `ports`. If the port speaks HTTP, Uptime Kuma requests its health path. */
  readonly port: L;
  readonly path?: string;
  /** Seconds between checks. @default 60 */
  readonly intervalSeconds?: number;
}

/** Tile on the Homepage dashboard. */
export interface Tile {
  readonly group: "Infrastructure" | "Data" | "Observability" | "Media" | "Automation" | "Home";
  /** Icon name of the dashboard-icons collection, for instance `grafana`. */
  readonly icon: string;
  readonly description: string;
}

/** All parts separately, even if `none` leaves them out together. */
export function statedParts<L extends string>(operations: StatedOperations<L>): Operations<L> {
  // Nothing type-checks a user's own file before it runs; the rule local-operations reports missing operations.
  const why = (operations as typeof operations | undefined)?.none;
  if (why === undefined) return operations as Operations<L>;
  return Object.fromEntries(operationParts.map((part) => [part, none(why)])) as unknown as Operations<L>;
}
