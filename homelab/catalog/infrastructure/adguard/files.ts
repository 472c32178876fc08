export const unit = "adguardhome.service";
/** Of Debian's package. */
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

/** Its settings as it rewrites them, filter lists, statistics and query log. */
export const data = "/var/lib/adguardhome";
/** Where that is in truth: systemd keeps the directory of a user that exists only while it runs behind a link. */
export const kept = "/var/lib/private/adguardhome";
