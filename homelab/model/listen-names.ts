import { isNone } from "./operations";
import type { Service } from "./service";

/** A port that a part of a service's declaration names. */
export interface ListenName {
  /** Key of the service's `listens`, if it is right. */
  readonly listen: string;
  /** The part that names it, as in the service file: `web.grafana`, `operations.health`. */
  readonly at: string;
  /** Reached from other guests: by the gateway, or by the watcher. The rest only concerns the service's own guest. */
  readonly remote: boolean;
}

/** Every port that the web interfaces and the operations of a service name; a web that names none means `http`. */
export function listenNames({ web, operations: { metrics, health, uptime } }: Service): readonly ListenName[] {
  const scraped = isNone(metrics) ? [] : [metrics].flat();
  return [
    ...web.map(({ host, listen = "http" }) => ({ listen, at: `web.${host}`, remote: true })),
    ...scraped.flatMap((part) =>
      "listen" in part ? [{ listen: part.listen, at: "operations.metrics", remote: false }] : [],
    ),
    ...("listen" in health ? [{ listen: health.listen, at: "operations.health", remote: false }] : []),
    ...(isNone(uptime) ? [] : [{ listen: uptime.listen, at: "operations.uptime", remote: true }]),
  ];
}
