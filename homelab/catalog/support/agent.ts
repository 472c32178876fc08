import { telemetry } from "../../contracts";
import { none, optional, tcp, type Alert, type Operations } from "../../model";

/** What the agents on the Docker hosts have in common; AgentUnhealthy and its like are stated once, by the other agents. */
export const agent = {
  ports: { http: tcp(12345, { local: true }) },
  // A host works without anybody looking on.
  uses: { metrics: optional(telemetry.pushMetrics()), logs: optional(telemetry.pushLogs()) },
  operations: (alerts: Operations["alerts"]): Operations<"http"> => ({
    metrics: [{ port: "http" }, { exporter: "unix" }, { exporter: "cadvisor" }],
    logs: { source: "docker" },
    health: { port: "http", path: "/-/ready" },
    alerts,
    backup: none("it only holds what it has not handed on yet"),
    uptime: none("it only answers its own guest"),
    tile: none("it has no face of its own"),
  }),
};

/** Rules on what cAdvisor sees, for the containers of every Docker host. */
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
    summary: "Container {{ $labels.name }} waits for its CPU limit in {{ $value | humanizePercentage }} of the time.",
  },
];
