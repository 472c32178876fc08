export const unit = "adguardhome.service";
/** Unit of Debian's package. */
export const namesUnit = "unbound.service";

const directory = "/etc/homelab/adguard";

export const files = {
  unit: `/etc/systemd/system/${unit}`,
  script: "/usr/local/sbin/homelab-adguard",
  settings: `${directory}/AdGuardHome.yaml`,
  certificate: `${directory}/certificate.pem`,
  key: `${directory}/key.pem`,
  names: "/etc/unbound/unbound.conf",
} as const;

export const program = "/usr/local/bin/AdGuardHome";

/** Its settings, which it rewrites, filter lists, statistics and query log. */
export const data = "/var/lib/adguardhome";
/** Where that directory really is: for a dynamic user, systemd makes `data` a link to it. */
export const kept = "/var/lib/private/adguardhome";
