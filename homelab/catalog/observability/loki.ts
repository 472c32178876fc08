import { s3, telemetry as push, webApi } from "../../contracts";
import { none, service, tcp } from "../../model";
import { guests } from "../guests";
import { grafanaRepository } from "../support/repositories";
import { telemetry } from "../support/telemetry";

/**
 * Loki moves no chunks by age: they go to the object store when they are flushed, after two hours at most. What stays on
 * its own disk is the log of what is not flushed yet, and the index of the recent days.
 */
export const loki = service({
  name: "loki",
  title: "Loki",
  description: `Logs of everything for ${telemetry.logsDays} days, the index of the last ${telemetry.recentLogsDays} at hand, and rules on them.`,
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
        summary: "Loki's own disk is full: what it holds is lost with the next restart.",
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
        summary: "Loki cannot hand the alerts of its rules to Alertmanager.",
      },
    ],
    backup: none("its logs lie in the object store, its rules are rendered"),
    uptime: { port: "http", path: "/ready" },
    tile: { group: "Observability", icon: "loki", description: "Logs" },
  },
});
