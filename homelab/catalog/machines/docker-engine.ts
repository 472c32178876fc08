import { nfs, notify, s3 } from "../../contracts";
import { none, optional, service, tcp } from "../../model";
import { guests } from "../guests";
import { registryToken } from "../support/github";

/**
 * The engine and the tasks of its machine: mounts, backups, pulling images. The containers are the apps.
 *
 * No 1Password CLI is installed here or in the runner: the computer that starts a deploy resolves the secrets, and they
 * arrive as files. So neither holds a token that can read the vault.
 */
export const dockerEngine = service({
  name: "docker-engine",
  title: "Docker engine",
  description: "Runs the apps, mounts the NAS for them, and makes their backups.",
  on: guests.docker,
  ports: {
    ssh: tcp(22, { zones: ["operators", "hosts"] }),
    metrics: tcp(9323, { local: true }),
  },
  uses: {
    media: optional(nfs.folder("media")),
    // Target for copies of the backup buckets and of the apps' state. It is not below /mnt/nas, which containers mount
    // as a whole.
    backups: optional(nfs.folder("backups")),
    bulk: optional(nfs.folder("docker")),
    mirror: optional(s3.bucket("backups", "read-only")),
    configs: optional(s3.bucket("backups", "put-only", "docker-configs")),
    notify: optional(notify.channel("backup")),
  },
  secrets: { registry: registryToken },
  repositories: [
    {
      name: "docker",
      uri: "https://download.docker.com/linux/debian",
      suites: ["bookworm"],
      components: ["stable"],
      key: "https://download.docker.com/linux/debian/gpg",
    },
  ],
  operations: {
    metrics: { port: "metrics" },
    logs: { source: "journal", units: ["docker.service", "containerd.service"] },
    health: { command: ["docker", "info", "--format", "{{.ServerVersion}}"] },
    alerts: [
      {
        name: "ContainerUnhealthy",
        // A container that stays unhealthy fails its check about twenty times in that time.
        expr: "increase(engine_daemon_health_checks_failed_total[10m]) > 10",
        for: "20m",
        severity: "warning",
        summary: "Health checks of containers on {{ $labels.instance }} keep failing; `docker ps` shows which ones.",
      },
    ],
    backup: { paths: ["/etc/docker"] },
    uptime: { port: "ssh" },
    tile: none("Portainer shows it"),
  },
});
