/** Name of the administrator. */
export const administrator = "admin";

export const unit = "minio.service";
export const reconciler = "homelab-minio.service";

const directory = "/etc/homelab/minio";

export const files = {
  unit: `/etc/systemd/system/${unit}`,
  reconcilerUnit: `/etc/systemd/system/${reconciler}`,
  script: "/usr/local/sbin/homelab-minio",
  environment: `${directory}/environment`,
  certificate: `${directory}/certificate.pem`,
  key: `${directory}/key.pem`,
  buckets: `${directory}/buckets`,
  users: `${directory}/users`,
  lifecycle: (bucket: string): string => `${directory}/lifecycle/${bucket}.json`,
  policy: (user: string): string => `${directory}/policies/${user}.json`,
} as const;

export const server = "/usr/local/bin/silo";
export const client = "/usr/local/bin/mcli";
