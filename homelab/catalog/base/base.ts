import { isManaged, none, service } from "../../model";

/** What every LXC has under its services. */
export const base = service({
  name: "base",
  title: "Base layer",
  description: "Security updates by unattended-upgrades, a bounded journal, name resolution and the internal CA.",
  on: (guest) => isManaged(guest) && guest.kind === "lxc",
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
    ],
    backup: none("all of it is rendered"),
    uptime: none("it listens nowhere"),
    tile: none("it has no face"),
  },
});
