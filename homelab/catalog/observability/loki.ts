import { s3, telemetry as push, webApi } from "../../contracts";
import { none, service, tcp } from "../../model";
import { guests } from "../guests";
import { grafanaRepository } from "../support/repositories";
import { telemetry } from "../support/telemetry";

/**
 * Loki does not move chunks by age: it writes them to the object store when it flushes them, after two hours at most.
 * Its own disk holds only the write-ahead log of chunks that are not flushed yet, and the index of recent days.
 */
export const loki = service({
  name: "loki",
  title: "Loki",
  description: `Keeps all logs for ${telemetry.logsDays} days, with the index of the last ${telemetry.recentLogsDays} on its own disk, and evaluates alert rules on them.`,
  on: guests.loki,
  ports: { http: tcp(3100), grpc: tcp(9096, { local: true }) },
  provides: [push.logs, webApi.contract],
  uses: { store: s3.bucket("logs", "read-write"), alerts: webApi.of("alertmanager") },
  repositories: [grafanaRepository],
  operations: {
    metrics: { port: "http" },
    logs: { source: "journal", units: ["loki.service"] },
    health: { port: "http", path: "/ready", startSeconds: 180 },
    alerts: [
      {
        name: "LogsNotStored",
        expr: "increase(loki_ingester_chunks_flush_failures_total[15m]) > 0",
        for: "15m",
        severity: "critical",
        summary: "Loki cannot write to the object store: logs pile up on its own disk.",
      },
      {
        name: "LogsNotSafe",
        expr: "increase(loki_ingester_wal_disk_full_failures_total[15m]) > 0",
        for: "0m",
        severity: "critical",
        summary: "Loki's own disk is full: logs that are not in the object store yet are lost at the next restart.",
      },
      {
        name: "LogsRefused",
        expr: "sum by (reason) (increase(loki_discarded_samples_total[30m])) > 0",
        for: "30m",
        severity: "warning",
        summary: "Loki has refused {{ $value | humanize }} log lines ({{ $labels.reason }}).",
      },
      {
        name: "LogAlertsUndelivered",
        expr: "increase(loki_prometheus_notifications_dropped_total[15m]) > 0",
        for: "10m",
        severity: "critical",
        summary: "Loki cannot send the alerts of its rules to Alertmanager.",
      },
    ],
    backup: none("its logs are in the object store, and its rules are rendered"),
    uptime: { port: "http", path: "/ready" },
    tile: { group: "Observability", icon: "loki", description: "Logs" },
  },
});
