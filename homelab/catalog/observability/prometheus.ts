import { telemetry as push, webApi } from "../../contracts";
import { forward, none, service, tcp } from "../../model";
import { guests } from "../guests";
import { telemetry } from "../support/telemetry";

export const prometheus = service({
  name: "prometheus",
  title: "Prometheus",
  description: `Keeps the metrics that the agents push for ${telemetry.metricsDays} days, and evaluates alert rules on them.`,
  on: guests.grafana,
  ports: { http: tcp(9090) },
  provides: [push.metrics, webApi.contract],
  uses: { alerts: webApi.of("alertmanager") },
  web: { subdomain: "prometheus", signOn: forward(), groups: ["admins"] },
  operations: {
    metrics: { port: "http" },
    logs: { source: "journal", units: ["prometheus.service"] },
    // After an unclean stop it replays its log first.
    health: { port: "http", path: "/-/ready", startSeconds: 300 },
    alerts: [
      {
        name: "PrometheusConfigRefused",
        expr: "prometheus_config_last_reload_successful == 0",
        for: "10m",
        severity: "critical",
        summary: "Prometheus has rejected its configuration and still uses the previous one.",
      },
      {
        name: "PrometheusRulesFail",
        expr: "sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[15m])) > 0",
        for: "15m",
        severity: "critical",
        summary: "Rules of {{ $labels.rule_group }} cannot be evaluated, so their alerts never fire.",
      },
      {
        name: "AlertsUndelivered",
        expr: "increase(prometheus_notifications_dropped_total[15m]) > 0 or prometheus_notifications_alertmanagers_discovered < 1",
        for: "10m",
        severity: "critical",
        summary: "Prometheus cannot send its alerts to Alertmanager.",
      },
      {
        name: "TooManySeries",
        // About what the guest's memory allows beside Grafana.
        expr: "prometheus_tsdb_head_series > 400000",
        for: "1h",
        severity: "warning",
        summary:
          "Prometheus holds {{ $value | humanize }} series: find the label that grew before its memory runs out.",
      },
      {
        name: "PrometheusBlocksFail",
        expr: "increase(prometheus_tsdb_compactions_failed_total[3h]) > 0 or increase(prometheus_tsdb_wal_corruptions_total[3h]) > 0",
        for: "1h",
        severity: "warning",
        summary: "Prometheus fails to write its blocks; a full or broken disk is the likely cause.",
      },
    ],
    backup: none("metrics of the past month are not worth their size; rules and targets are rendered"),
    uptime: { port: "http", path: "/-/healthy" },
    tile: { group: "Observability", icon: "prometheus", description: "Metrics and alert rules" },
  },
});
