import type { BundlePart } from "../../../model";
import { template } from "../../../templates";

const name = "homelab-metrics";
const script = `/usr/local/sbin/${name}`;
const units = [`/etc/systemd/system/${name}.service`, `/etc/systemd/system/${name}.timer`] as const;

/** Metrics that no exporter has, as files for the agent's unix exporter. */
export const metrics: BundlePart = {
  packages: ["openssl"],
  files: [
    { path: script, content: template("base/metrics.sh"), mode: "0755" },
    {
      path: units[0],
      content: `[Unit]
Description=Updates and certificates as metrics

[Service]
Type=oneshot
ExecStart=${script}
Nice=15
IOSchedulingClass=idle
`,
    },
    {
      path: units[1],
      content: `[Unit]
Description=Updates and certificates as metrics, six times a day

[Timer]
OnBootSec=10min
OnCalendar=0/4:40
RandomizedDelaySec=15min

[Install]
WantedBy=timers.target
`,
    },
  ],
  checks: [{ file: script, command: ["bash", "-n", "{}"] }],
  units: [{ name: `${name}.timer`, files: [units[1]] }],
};
