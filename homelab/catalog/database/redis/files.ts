export const unit = "redis-server.service";

export const files = {
  conf: "/etc/homelab/redis/redis.conf",
  users: "/etc/homelab/redis/users.acl",
  /** The administrator's password for root, as the environment variable that redis-cli reads. */
  admin: "/etc/homelab/redis/admin.env",
  cli: "/usr/local/sbin/homelab-redis-cli",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
} as const;
