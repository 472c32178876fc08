import { webApi } from "../../contracts";
import { none, service, tcp } from "../../model";
import { guests } from "../guests";
import { adguardPassword } from "../support/secrets";
import { exporter, unit } from "./adguard-exporter/render";

/** Runs beside AdGuard Home, so that it needs no flow to the API from another guest. */
export const adguardExporter = service({
  name: "adguard-exporter",
  title: "AdGuard Home exporter",
  description: "Exports data of AdGuard Home's API to Prometheus: queries, blocks, upstreams, protection on or off.",
  on: guests.adguard,
  ports: { http: tcp(9618, { local: true }) },
  uses: { api: webApi.of("adguard") },
  secrets: { admin: adguardPassword },
  operations: {
    metrics: { port: "http" },
    logs: { source: "journal", units: [unit] },
    health: { port: "http", path: "/metrics" },
    alerts: [
      {
        name: "DnsFilterOff",
        expr: "adguard_protection_enabled == 0",
        for: "2h",
        severity: "warning",
        summary: "AdGuard Home has let ads and trackers through for two hours: its protection is switched off.",
      },
      {
        name: "DnsSlow",
        // A mean over all queries in the period of the statistics, including cached ones: half a second is noticeable
        // everywhere.
        expr: "adguard_avg_processing_time_seconds > 0.5",
        for: "30m",
        severity: "warning",
        summary: "A DNS query takes {{ $value | humanizeDuration }} on average: check the upstreams.",
      },
      {
        name: "DnsFiguresMissing",
        expr: "increase(adguard_scrape_errors_total[30m]) > 10",
        for: "30m",
        severity: "warning",
        summary: "AdGuard Home's API refuses its exporter; a changed password is the likely cause.",
      },
    ],
    backup: none("it keeps no state"),
    uptime: none("only its own machine can reach it"),
    tile: none("Grafana shows its metrics"),
  },
  render: exporter,
});
