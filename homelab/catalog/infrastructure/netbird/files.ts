import { netbirdReconciler, netbirdScript } from "../../support/netbird";
import { podmanUnit } from "../../support/podman";

/** Names of the containers. */
export const server = "netbird-server";
export const dashboard = "netbird-dashboard";

const refresh = "homelab-netbird-refresh";

export const units = {
  server: podmanUnit({ name: server }),
  dashboard: podmanUnit({ name: dashboard }),
  reconciler: netbirdReconciler,
  /** Runs the same program again, on a timer. */
  refresh: `${refresh}.service`,
  timer: `${refresh}.timer`,
} as const;

const directory = "/etc/homelab/netbird";

export const files = {
  config: `${directory}/config.yaml`,
  site: `${directory}/dashboard.conf`,
  wanted: `${directory}/wanted.json`,
  ownerPassword: `${directory}/owner-password`,
  clientSecret: `${directory}/client-secret`,
  script: netbirdScript,
  unit: `/etc/systemd/system/${units.reconciler}`,
  refreshUnit: `/etc/systemd/system/${units.refresh}`,
  timer: `/etc/systemd/system/${units.timer}`,
} as const;

/** The server's data on its guest. Netbird's client beside it uses /var/lib/netbird. */
export const data = "/var/lib/netbird-server";
