import { telemetry } from "../../contracts";
import { none, optional, tcp, type Alert, type Operations } from "../../model";

/**
 * What the agents on the Docker hosts have in common. The agents of the other machines declare AgentUnhealthy and
 * similar alerts for all agents.
 */
export const agent = {
  ports: { http: tcp(12345, { local: true }) },
  // A machine works without monitoring.
  uses: { metrics: optional(telemetry.pushMetrics()), logs: optional(telemetry.pushLogs()) },
  operations: (alerts: Operations["alerts"]): Operations<"http"> => ({
    metrics: [{ port: "http" }, { exporter: "unix" }, { exporter: "cadvisor" }],
    logs: { source: "docker" },
    health: { port: "http", path: "/-/ready" },
    alerts,
    backup: none("it holds only data that it has not sent yet"),
    uptime: none("only its own machine can reach it"),
    tile: none("it has no web interface for people"),
  }),
};

/** Alert rules on cAdvisor's metrics, for the containers of every Docker host. */
export const containerAlerts: readonly Alert[] = [
  {
    name: "ContainerRestarts",
    expr: 'changes(container_start_time_seconds{name!=""}[30m]) > 3',
    for: "0m",
    severity: "warning",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} has restarted {{ $value }} times in half an hour.",
  },
  {
    name: "ContainerOutOfMemory",
    expr: 'increase(container_oom_events_total{name!=""}[1h]) > 0',
    for: "0m",
    severity: "warning",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} was killed at its memory limit.",
  },
  {
    name: "ContainerThrottled",
    expr: [
      'rate(container_cpu_cfs_throttled_periods_total{name!=""}[15m])',
      '/ rate(container_cpu_cfs_periods_total{name!=""}[15m]) > 0.5',
    ].join(" "),
    for: "1h",
    severity: "info",
    summary:
      "The CPU limit throttles container {{ $labels.name }} in {{ $value | humanizePercentage }} of its periods.",
  },
];
