export const unit = "mongod.service";
export const reconciler = "homelab-mongodb.service";

export const files = {
  conf: "/etc/homelab/mongodb/mongod.conf",
  /** Key and certificate in one file, as the server requires. */
  leaf: "/etc/homelab/mongodb/leaf.pem",
  users: "/etc/homelab/mongodb/users.json",
  script: "/etc/homelab/mongodb/users.js",
  tunables: "/usr/local/sbin/homelab-mongodb-tunables",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
  unit: `/etc/systemd/system/${reconciler}`,
} as const;
