import { webApi } from "../../contracts";
import { generated, none, oidc, optional, service, tcp } from "../../model";
import { guests } from "../guests";
import { grafanaRepository } from "../support/repositories";

export const grafana = service({
  name: "grafana",
  title: "Grafana",
  description: "Shows metrics and logs side by side.",
  on: guests.grafana,
  ports: { http: tcp(3000) },
  provides: [webApi.contract],
  uses: {
    metrics: webApi.of("prometheus"),
    alerts: webApi.of("alertmanager"),
    logs: optional(webApi.of("loki")),
  },
  // Logs may contain information that is not for everybody.
  web: { subdomain: "grafana", signOn: oidc("/login/generic_oauth"), groups: ["admins"] },
  secrets: { admin: generated("grafana", "admin-password", "password of Grafana's local administrator") },
  repositories: [grafanaRepository],
  operations: {
    metrics: { port: "http" },
    logs: { source: "journal", units: ["grafana-server.service"] },
    health: { port: "http", path: "/api/health", startSeconds: 120 },
    alerts: none("it only shows data of others; an outage is reported as for every service"),
    backup: { paths: [], dump: "grafana" },
    uptime: { port: "http", path: "/api/health" },
    tile: { group: "Observability", icon: "grafana", description: "Metrics and logs" },
  },
});
