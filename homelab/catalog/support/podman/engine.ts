import type { BundleFile } from "../../../model";

export const script = "/usr/local/sbin/homelab-images";
export const timer = "homelab-images.timer";

/** What a container has of these is a copy, made when it starts. */
export const settings: readonly string[] = [
  "/etc/containers/containers.conf",
  "/etc/containers/storage.conf",
  "/etc/hosts",
  "/etc/resolv.conf",
];

/** What Podman needs on a guest, however many containers there are. */
export const engine: readonly BundleFile[] = [
  {
    path: "/etc/containers/containers.conf",
    content: `# How Podman runs containers inside a container of Proxmox VE, see containers.conf(5).
[containers]
# A keyring needs a right of the host (keyctl), and the containers of one guest share what they know anyway.
keyring = false
# The profile of the guest holds; the kernel does not take another one from inside it.
apparmor_profile = "unconfined"
log_driver = "journald"
# systemd counts the processes of the whole unit.
pids_limit = 0

[engine]
events_logger = "journald"
# Twice a minute for each container, and only good news.
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
  { path: script, content: scriptText(), mode: "0755" },
  {
    path: "/etc/systemd/system/homelab-images.service",
    content: `[Unit]
Description=Removes images that no container here is made from any more

[Service]
Type=oneshot
ExecStart=${script} prune
`,
  },
  {
    path: `/etc/systemd/system/${timer}`,
    content: `[Unit]
Description=Removes old images each night

[Timer]
OnCalendar=daily
RandomizedDelaySec=2h

[Install]
WantedBy=timers.target
`,
  },
];

function scriptText(): string {
  return `#!/usr/bin/env bash
# Images of the containers of this guest.
#   homelab-images pull <image>   fetches it, unless it is here
#   homelab-images prune          removes those that no quadlet names; what a container runs on stays
set -euo pipefail
shopt -s nullglob

pull() {
  local said
  if podman image exists "$1"; then return; fi
  if said=$(timeout 900 podman pull --quiet --retry 5 --retry-delay 10s "$1" 2>&1); then return; fi
  printf '%s\\n' "\${said:-It took more than 15 minutes.}" \\
    "The image $1 cannot be fetched. Fix: What is said above: a name or version that does not exist, a registry that does not answer from here (curl -I https://\${1%%/*}/v2/), or a full disk (df -h). Then push again." >&2
  exit 1
}

prune() {
  local id name quadlets=(/etc/containers/systemd/*.container)
  # Without any, somebody is at work here.
  if ((\${#quadlets[@]} == 0)); then return; fi
  while read -r id name; do
    if grep --quiet --line-regexp --fixed-strings -- "Image=$name" "\${quadlets[@]}"; then continue; fi
    if [[ $name == *'<none>'* ]]; then name=$id; fi
    # It is refused while a container uses it.
    if podman image rm "$name" >/dev/null 2>&1; then echo "Removed the image $name."; fi
  done < <(podman images --noheading --format '{{.Id}} {{.Repository}}:{{.Tag}}')
}

case \${1:-} in
  pull) pull "$2" ;;
  prune) prune ;;
  *) sed -n '2,4s/^# //p' "$0" >&2 && exit 2 ;;
esac
`;
}
