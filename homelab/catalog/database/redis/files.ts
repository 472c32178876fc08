export const unit = "redis-server.service";

export const files = {
  conf: "/etc/homelab/redis/redis.conf",
  users: "/etc/homelab/redis/users.acl",
  /** For whoever is root here: the administrator's password, as redis-cli reads it from its environment. */
  admin: "/etc/homelab/redis/admin.env",
  cli: "/usr/local/sbin/homelab-redis-cli",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
} as const;
