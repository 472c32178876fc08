import { ca, isDebian, none, service, type Alert, type Service } from "../../model";
import type { Site } from "../../site";
import { baseLayer } from "./base/parts";

/** A certificate with this many days left is overdue for renewal, but still valid. */
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
      "{{ $value }} packages of {{ $labels.origin }} on {{ $labels.instance }} have had newer versions for a week. Upgrade them by hand: docs/decisions/17-updates.md.",
  },
  {
    name: "PackageListsOld",
    // A new guest has 36 hours until its first nightly update.
    expr: "(time() - apt_lists_updated_seconds) / 3600 > 36",
    for: "36h",
    severity: "warning",
    summary:
      "{{ $labels.instance }} has had no package lists for three days: a source or the package cache does not answer. Run apt-get update there.",
  },
  {
    name: "CertificateEnds",
    expr: `(homelab_certificate_not_after_seconds - time()) / 86400 < ${certificateDays}`,
    for: "1h",
    severity: "warning",
    summary:
      "{{ $labels.path }} on {{ $labels.instance }} expires in {{ $value | humanize }} days. Renew it: homelab secrets certificates.",
  },
  {
    name: "RestartRequired",
    expr: "node_reboot_required > 0",
    for: "7d",
    severity: "info",
    summary:
      "{{ $labels.instance }} has needed a restart for a week: an update, such as a new kernel, is not active yet.",
  },
  {
    name: "ServiceOutdated",
    expr: "node_outdated_processes > 0",
    for: "7d",
    severity: "info",
    summary:
      "{{ $labels.unit }} on {{ $labels.instance }} has used files that an update replaced for a week. Restart it, or the guest.",
  },
];

/** The layer below the services of every Debian guest. */
export const base = ({ tls }: Site): Service =>
  service({
    name: "base",
    title: "Base layer",
    description: "Security updates by unattended-upgrades, a bounded journal, name resolution and the private CA.",
    on: isDebian,
    secrets: { ca: ca.certificate },
    operations: {
      metrics: none("Alloy's unix exporter reads what its timer writes about pending updates"),
      logs: { source: "journal", units: ["apt-daily.service", "apt-daily-upgrade.service"] },
      health: none("it runs no process"),
      alerts: alertsOf(Math.ceil(tls.renewalDays * 0.7)),
      backup: none("all of it is rendered"),
      uptime: none("it has no port"),
      tile: none("it has no web page"),
    },
    render: baseLayer,
  });
