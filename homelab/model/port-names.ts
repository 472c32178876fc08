import { isNone } from "./operations";
import type { Service } from "./service";

/** A port that a part of a service's declaration names. */
export interface PortName {
  /** Key of the service's `ports`, if it is correct. */
  readonly port: string;
  /** The part that names the port, as in the service file: `web.grafana`, `operations.health`. */
  readonly at: string;
  /**
   * Whether other machines connect to it: the proxy or the watcher. All other parts are read on the service's machine.
   */
  readonly remote: boolean;
}

/**
 * Every port that the web interfaces and operations of a service name; a web interface that names none means `http`.
 */
export function portNames({ web, operations: { metrics, health, uptime } }: Service): readonly PortName[] {
  const scraped = isNone(metrics) ? [] : [metrics].flat();
  return [
    ...web.map(({ subdomain, port = "http" }) => ({ port, at: `web.${subdomain}`, remote: true })),
    ...scraped.flatMap((part) =>
      "port" in part ? [{ port: part.port, at: "operations.metrics", remote: false }] : [],
    ),
    ...("port" in health ? [{ port: health.port, at: "operations.health", remote: false }] : []),
    ...(isNone(uptime) ? [] : [{ port: uptime.port, at: "operations.uptime", remote: true }]),
  ];
}
