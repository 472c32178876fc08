import { netbirdReconciler, netbirdScript } from "../../support/netbird";

/** Names of the containers, and of what runs them. */
export const server = "netbird-server";
export const dashboard = "netbird-dashboard";

/** The same program again, on its timer. */
export const refresh = "homelab-netbird-refresh";

const directory = "/etc/homelab/netbird";

export const files = {
  config: `${directory}/config.yaml`,
  site: `${directory}/dashboard.conf`,
  wanted: `${directory}/wanted.json`,
  ownerPassword: `${directory}/owner-password`,
  clientSecret: `${directory}/client-secret`,
  script: netbirdScript,
  unit: `/etc/systemd/system/${netbirdReconciler}`,
  refreshUnit: `/etc/systemd/system/${refresh}.service`,
  timer: `/etc/systemd/system/${refresh}.timer`,
} as const;

/** What the server keeps on its guest; beside it, Netbird's own client keeps /var/lib/netbird. */
export const data = "/var/lib/netbird-server";
