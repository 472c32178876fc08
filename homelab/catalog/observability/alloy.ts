import { telemetry } from "../../contracts";
import { isManaged, none, optional, service, tcp } from "../../model";
import { grafanaRepository } from "../support/repositories";

/** On every LXC and PVE node; the machines' agents run as containers and have files of their own. */
export const alloy = service({
  name: "alloy",
  title: "Grafana Alloy",
  description: "The agent of its guest: reads its figures, its services' metrics and its journal, and hands them on.",
  on: (machine) => machine.kind === "node" || (isManaged(machine) && machine.kind === "lxc"),
  ports: { http: tcp(12345, { local: true }) },
  // A guest works without anybody looking on.
  uses: { metrics: optional(telemetry.pushMetrics()), logs: optional(telemetry.pushLogs()) },
  repositories: [grafanaRepository],
  operations: {
    metrics: [{ port: "http" }, { exporter: "unix" }],
    logs: { source: "journal", units: ["alloy.service"] },
    health: { port: "http", path: "/-/ready" },
    alerts: [
      {
        name: "AgentUnhealthy",
        expr: 'sum by (instance) (alloy_component_controller_running_components{health_type="unhealthy"}) > 0',
        for: "15m",
        severity: "warning",
        summary: "{{ $value }} parts of the agent on {{ $labels.instance }} do not work; it tells which on port 12345.",
      },
      {
        name: "AgentLosesLogs",
        expr: "sum by (instance) (increase(loki_write_dropped_entries_total[30m])) > 0",
        for: "30m",
        severity: "warning",
        summary: "The agent on {{ $labels.instance }} has dropped {{ $value }} log lines that Loki would not take.",
      },
      {
        name: "AgentLosesSamples",
        expr: "sum by (instance) (increase(prometheus_remote_storage_samples_failed_total[30m])) > 0",
        for: "30m",
        severity: "warning",
        summary: "The agent on {{ $labels.instance }} has lost {{ $value }} samples that Prometheus would not take.",
      },
    ],
    backup: none("it only holds what it has not handed on yet"),
    uptime: none("it only answers its own guest"),
    tile: none("it has no face of its own"),
  },
});
