import { none, service, udp } from "../../model";
import { onNodes } from "../support/nodes";
import { clock } from "./ntp/config";

/** LXC guests read the clock of their host's kernel, so only virtual machines ask. */
export const ntp = service({
  name: "ntp",
  title: "chrony",
  description: "Keeps the host's clock, and gives the time to virtual machines.",
  on: onNodes,
  ports: { ntp: udp(123, { zones: ["ntpClients"] }) },
  operations: {
    metrics: none("Alloy on the same host reads the kernel's clock (node_timex_*)"),
    logs: { source: "journal", units: ["chrony.service"] },
    // Whether it follows a time server, ClockNotSynchronised tells: that takes minutes, and may fail for reasons outside.
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
    uptime: none("Uptime Kuma knows no check of NTP"),
    tile: none("nobody visits it"),
  },
  render: clock,
});
