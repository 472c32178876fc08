import { ca, isDebian, none, service, type Alert, type Service } from "../../model";
import type { Site } from "../../site";
import { baseLayer } from "./base/parts";

/** Of a certificate it is told so many days before its end: it could have been renewed, and still can. */
const alertsOf = (certificateDays: number): readonly Alert[] => [
  {
    name: "SecurityUpdatesPending",
    expr: 'sum by (instance) (apt_upgrades_pending{origin=~".*-security.*"}) > 0',
    for: "3d",
    severity: "warning",
    summary: "{{ $labels.instance }} has not installed {{ $value }} security updates for three days.",
  },
  {
    name: "VendorUpdatesPending",
    expr: 'sum by (instance, origin) (apt_upgrades_pending{origin!~".*Debian.*"}) > 0',
    for: "7d",
    severity: "warning",
    summary:
      "{{ $value }} packages of {{ $labels.origin }} on {{ $labels.instance }} have newer versions for a week. They are upgraded by hand: docs/decisions/17-updates.md.",
  },
  {
    name: "PackageListsOld",
    // A new guest has 36 hours to come to its first night.
    expr: "(time() - apt_lists_updated_seconds) / 3600 > 36",
    for: "36h",
    severity: "warning",
    summary:
      "{{ $labels.instance }} has not heard of updates for three days: a source or the package cache does not answer. On it: apt-get update.",
  },
  {
    name: "CertificateEnds",
    expr: `(homelab_certificate_not_after_seconds - time()) / 86400 < ${certificateDays}`,
    for: "1h",
    severity: "warning",
    summary:
      "{{ $labels.path }} on {{ $labels.instance }} ends in {{ $value | humanize }} days. Renew: homelab secrets certificates.",
  },
  {
    name: "RestartRequired",
    expr: "node_reboot_required > 0",
    for: "7d",
    severity: "info",
    summary: "{{ $labels.instance }} has waited for a restart for a week: an update of its kernel is not in force.",
  },
  {
    name: "ServiceOutdated",
    expr: "node_outdated_processes > 0",
    for: "7d",
    severity: "info",
    summary:
      "{{ $labels.unit }} on {{ $labels.instance }} has run for a week on files that an update has replaced. Restart it, or the guest.",
  },
];

/** What every guest of Debian has under its services. */
export const base = ({ tls }: Site): Service =>
  service({
    name: "base",
    title: "Base layer",
    description: "Security updates by unattended-upgrades, a bounded journal, name resolution and the internal CA.",
    on: isDebian,
    secrets: { ca: ca.certificate },
    operations: {
      metrics: none("Alloy's unix exporter reads what its timer writes about pending updates"),
      logs: { source: "journal", units: ["apt-daily.service", "apt-daily-upgrade.service"] },
      health: none("it has no process of its own"),
      alerts: alertsOf(Math.ceil(tls.renewalDays * 0.7)),
      backup: none("all of it is rendered"),
      uptime: none("it listens nowhere"),
      tile: none("it has no face"),
    },
    render: baseLayer,
  });
