import type { BundleFile } from "../../../model";
import { template } from "../../../templates";

export const script = "/usr/local/sbin/homelab-images";
export const timer = "homelab-images.timer";

/** Files that a container takes over only when it starts. */
export const settings: readonly string[] = [
  "/etc/containers/containers.conf",
  "/etc/containers/storage.conf",
  "/etc/hosts",
  "/etc/resolv.conf",
];

/** What Podman needs on a guest, regardless of the number of containers. */
export const engine: readonly BundleFile[] = [
  {
    path: "/etc/containers/containers.conf",
    content: `# How Podman runs containers inside a container of Proxmox VE, see containers.conf(5).
[containers]
# A keyring needs a right of the host (keyctl), and the containers of one guest share what they know anyway.
keyring = false
# The guest's own profile applies; the kernel does not load another one from inside the guest.
apparmor_profile = "unconfined"
log_driver = "journald"
# systemd counts the processes of the whole unit.
pids_limit = 0

[engine]
events_logger = "journald"
# Twice a minute for each container, and only to report success.
healthcheck_events = false
`,
  },
  {
    path: "/etc/containers/storage.conf",
    content: `# Without overlay, Podman would copy each layer whole, and fill the disk without a word. See containers-storage.conf(5).
[storage]
driver = "overlay"
runroot = "/run/containers/storage"
graphroot = "/var/lib/containers/storage"
`,
  },
  { path: script, content: template("podman/images.sh"), mode: "0755" },
  {
    path: "/etc/systemd/system/homelab-images.service",
    content: `[Unit]
Description=Removes container images that are no longer used

[Service]
Type=oneshot
ExecStart=${script} prune
`,
  },
  {
    path: `/etc/systemd/system/${timer}`,
    content: `[Unit]
Description=Removes unused container images every night

[Timer]
OnCalendar=daily
RandomizedDelaySec=2h

[Install]
WantedBy=timers.target
`,
  },
];
