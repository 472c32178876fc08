import { none, service, udp } from "../../model";
import { onNodes } from "../support/nodes";
import { clock } from "./ntp/config";

/** LXC guests read the clock of their host's kernel, so only virtual machines ask. */
export const ntp = service({
  name: "ntp",
  title: "chrony",
  description: "Synchronises the host's clock, and serves the time to virtual machines.",
  on: onNodes,
  ports: { ntp: udp(123, { zones: ["ntpClients"] }) },
  operations: {
    metrics: none("Alloy on the same host reads the kernel's clock (node_timex_*)"),
    logs: { source: "journal", units: ["chrony.service"] },
    // Not whether it follows a time server: that takes minutes, may fail for outside reasons, and has an alert below.
    health: { command: ["chronyc", "-n", "tracking"] },
    alerts: [
      {
        name: "ClockNotSynchronised",
        // The kernel lets the error grow to 16 s and then calls the clock unsynchronised (adjtimex(2)).
        expr: "node_timex_sync_status == 0 and node_timex_maxerror_seconds >= 16",
        for: "15m",
        severity: "warning",
        summary:
          "The clock of {{ $labels.instance }} follows no time server: logins by token and one-time codes will fail.",
      },
    ],
    backup: none("it keeps no state"),
    uptime: none("Uptime Kuma has no check for NTP"),
    tile: none("it has no page for people"),
  },
  render: clock,
});
