import { packageCaches, updateWindows } from "../../../derive";
import { networkOf, type BundlePart, type Context } from "../../../model";
import { template } from "../../../templates";

const script = "/etc/apt/homelab-proxy";
const timers = ["apt-daily", "apt-daily-upgrade"] as const;

/** Packages through the node's cache, and automatic security updates of the distribution. */
export function apt(context: Context): BundlePart {
  const { lab, guest, get } = context;
  const window = get(updateWindows).get(guest);
  const drops = timers.map((timer) => ({
    path: `/etc/systemd/system/${timer}.timer.d/homelab.conf`,
    content: timerText((timer === "apt-daily" ? window?.lists : window?.upgrade) ?? "03:00"),
  }));
  const cache = get(packageCaches).get(guest);
  return {
    packages: ["unattended-upgrades"],
    files: [
      ...(cache === undefined ? [] : proxy(cache, networkOf(lab, guest).isolated)),
      { path: "/etc/apt/apt.conf.d/60homelab", content: settings },
      ...drops,
    ],
    units: timers.map((timer, index) => ({ name: `${timer}.timer`, files: [drops[index]?.path ?? ""] })),
  };
}

/** An isolated guest has no other source. All others bypass the cache while it does not answer. */
function proxy(cache: string, isolated: boolean): NonNullable<BundlePart["files"]> {
  const file = "/etc/apt/apt.conf.d/30homelab-proxy";
  if (isolated)
    return [{ path: file, content: `Acquire::http::Proxy "${cache}";\nAcquire::https::Proxy "${cache}";\n` }];
  const { hostname, port } = new URL(cache);
  return [
    {
      path: file,
      content: `Acquire::http::Proxy-Auto-Detect "${script}";\nAcquire::https::Proxy-Auto-Detect "${script}";\n`,
    },
    {
      path: script,
      mode: "0755",
      content: template("base/apt-proxy.sh", { host: hostname, port, url: cache }),
    },
  ];
}

/** Only security updates: new releases need a change of the pins and never arrive at night. */
const settings = `// An installation by hand or at night brings no more than a push would.
APT::Install-Recommends "false";

// A source that does not answer is an error, not a warning: the metrics read the time stamp of the last full success.
APT::Update::Error-Mode "any";

APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";

// Instead of the package's list, which includes point releases. Vendors' repositories are in neither list.
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Origins-Pattern {
  "origin=Debian,codename=\${distro_codename},label=Debian-Security";
  "origin=Debian,codename=\${distro_codename}-security,label=Debian-Security";
};
Unattended-Upgrade::Automatic-Reboot "false";
Unattended-Upgrade::Remove-Unused-Dependencies "true";
Unattended-Upgrade::SyslogEnable "true";
`;

/** Not persistent: after a power cut all guests start together and would all update at once. */
const timerText = (time: string): string => `[Timer]
OnCalendar=
OnCalendar=*-*-* ${time}
RandomizedDelaySec=0
Persistent=false
`;
