import { webApi } from "../../contracts";
import { none, service, tcp } from "../../model";
import { guests } from "../guests";
import { adguardPassword } from "../support/secrets";
import { exporter, unit } from "./adguard-exporter/render";

/** Beside AdGuard Home, whose API then need not leave its guest for it. */
export const adguardExporter = service({
  name: "adguard-exporter",
  title: "AdGuard Home exporter",
  description: "Tells Prometheus what AdGuard Home's API knows: queries, blocks, upstreams, protection on or off.",
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
        // A mean over all queries of the statistics' period, cached ones included: half a second is felt everywhere.
        expr: "adguard_avg_processing_time_seconds > 0.5",
        for: "30m",
        severity: "warning",
        summary: "A DNS query takes {{ $value | humanizeDuration }} on average: look at the upstreams.",
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
    uptime: none("it only answers its own guest"),
    tile: none("Grafana shows its figures"),
  },
  render: exporter,
});
