import { versions } from "../../../versions";

/** The cluster that Debian creates when the package is installed; the only one. */
export const cluster = `${versions.postgresql}/main`;
export const unit = `postgresql@${versions.postgresql}-main.service`;
export const reconciler = "homelab-postgres.service";
export const server = `/usr/lib/postgresql/${versions.postgresql}/bin/postgres`;
export const data = `/var/lib/postgresql/${cluster}`;

export const files = {
  conf: `/etc/postgresql/${cluster}/conf.d/10-homelab.conf`,
  hba: `/etc/postgresql/${cluster}/pg_hba.conf`,
  roles: "/etc/homelab/postgres/roles.sql",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
  unit: `/etc/systemd/system/${reconciler}`,
} as const;

export const tls = {
  certificate: "/etc/homelab/postgres/certificate.pem",
  key: "/etc/homelab/postgres/key.pem",
} as const;
