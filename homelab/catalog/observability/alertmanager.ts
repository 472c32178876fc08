import { notify, webApi } from "../../contracts";
import { forward, optional, service, tcp } from "../../model";
import { guests } from "../guests";
import { telegramBotToken } from "../support/secrets";

/** Alerts about the notification path itself go to Telegram directly, never through what they report on. */
export const alertmanager = service({
  name: "alertmanager",
  title: "Alertmanager",
  description: "Groups, silences and routes alerts: to n8n, or directly to Telegram if n8n itself may be the cause.",
  on: guests.grafana,
  ports: { http: tcp(9093) },
  provides: [webApi.contract],
  uses: {
    notify: optional(notify.channel("alertmanager")),
    // The watchdog: its push monitor reports when nothing arrives any more.
    watchdog: optional(webApi.of("uptime-kuma")),
  },
  web: { subdomain: "alertmanager", signOn: forward(), groups: ["admins"] },
  secrets: { telegram: telegramBotToken },
  operations: {
    metrics: { port: "http" },
    logs: { source: "journal", units: ["alertmanager.service"] },
    health: { port: "http", path: "/-/ready" },
    alerts: [
      {
        name: "NotificationsFail",
        expr: "sum by (integration) (increase(alertmanager_notifications_failed_total[15m])) > 0",
        for: "5m",
        severity: "critical",
        summary: "Alertmanager cannot notify by {{ $labels.integration }}.",
      },
      {
        name: "AlertmanagerConfigRefused",
        expr: "alertmanager_config_last_reload_successful == 0",
        for: "10m",
        severity: "critical",
        summary: "Alertmanager has rejected its configuration and still uses the previous one.",
      },
    ],
    // Silences, and which notifications were already sent.
    backup: { paths: ["/var/lib/alertmanager"] },
    uptime: { port: "http", path: "/-/healthy" },
    tile: { group: "Observability", icon: "alertmanager", description: "Alerts and silences" },
  },
});
