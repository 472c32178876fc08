import { isManaged, none, service } from "../../model";
import { layer } from "./base/parts";

/** What every guest of Debian has under its services. */
export const base = service({
  name: "base",
  title: "Base layer",
  description: "Security updates by unattended-upgrades, a bounded journal, name resolution and the internal CA.",
  on: (guest) => isManaged(guest) && guest.image?.startsWith("debian-") === true,
  operations: {
    metrics: none("Alloy's unix exporter reads what its timer writes about pending updates"),
    logs: { source: "journal", units: ["apt-daily.service", "apt-daily-upgrade.service"] },
    health: none("it has no process of its own"),
    alerts: [
      {
        name: "SecurityUpdatesPending",
        expr: 'sum by (instance) (apt_upgrades_pending{origin=~".*-security.*"}) > 0',
        for: "3d",
        severity: "warning",
        summary: "{{ $labels.instance }} has not installed {{ $value }} security updates for three days.",
      },
      {
        name: "CertificateEnds",
        expr: "(homelab_certificate_not_after_seconds - time()) / 86400 < 21",
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
    ],
    backup: none("all of it is rendered"),
    uptime: none("it listens nowhere"),
    tile: none("it has no face"),
  },
  render: layer,
});
