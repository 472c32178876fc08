import { telemetry } from "../../contracts";
import { isManaged, none, optional, service, tcp } from "../../model";
import { grafanaRepository } from "../support/repositories";

/** Runs on every LXC and PVE node. The agents of the VMs run in containers and have their own catalog files. */
export const alloy = service({
  name: "alloy",
  title: "Grafana Alloy",
  description:
    "The agent of its machine: collects metrics of the machine and its services, and the journal, and sends them on.",
  on: (machine) => machine.kind === "node" || (isManaged(machine) && machine.kind === "lxc"),
  ports: { http: tcp(12345, { local: true }) },
  // A machine works without monitoring.
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
        summary:
          "{{ $value }} components of the agent on {{ $labels.instance }} are unhealthy; its page on port 12345 shows which.",
      },
      {
        name: "AgentLosesLogs",
        expr: "sum by (instance) (increase(loki_write_dropped_entries_total[30m])) > 0",
        for: "30m",
        severity: "warning",
        summary: "The agent on {{ $labels.instance }} has dropped {{ $value }} log lines that Loki did not accept.",
      },
      {
        name: "AgentLosesSamples",
        expr: "sum by (instance) (increase(prometheus_remote_storage_samples_failed_total[30m])) > 0",
        for: "30m",
        severity: "warning",
        summary: "The agent on {{ $labels.instance }} has lost {{ $value }} samples that Prometheus did not accept.",
      },
    ],
    backup: none("it holds only data that it has not sent yet"),
    uptime: none("only its own machine can reach it"),
    tile: none("it has no web interface for people"),
  },
});
