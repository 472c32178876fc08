#!/usr/bin/env bash
# Images of the containers of this guest.
#   homelab-images pull <image>   fetches the image, unless it is present
#   homelab-images prune          removes images that no quadlet names and no container uses
set -euo pipefail
shopt -s nullglob

pull() {
  local said
  if podman image exists "$1"; then return; fi
  if said=$(timeout 900 podman pull --quiet --retry 5 --retry-delay 10s "$1" 2>&1); then return; fi
  printf '%s\n' "${said:-It took more than 15 minutes.}" \
    "Podman cannot fetch the image $1. Fix: Read the message above. The name or version may not exist, the registry may not answer from here (curl -I https://${1%%/*}/v2/), or the disk may be full (df -h). Then push again." >&2
  exit 1
}

prune() {
  local id name quadlets=(/etc/containers/systemd/*.container)
  # Without any quadlet, somebody is changing them.
  if ((${#quadlets[@]} == 0)); then return; fi
  while read -r id name; do
    if grep --quiet --line-regexp --fixed-strings -- "Image=$name" "${quadlets[@]}"; then continue; fi
    if [[ $name == *'<none>'* ]]; then name=$id; fi
    # Podman refuses to remove an image that a container uses.
    if podman image rm "$name" >/dev/null 2>&1; then echo "Removed the image $name."; fi
  done < <(podman images --noheading --format '{{.Id}} {{.Repository}}:{{.Tag}}')
}

case ${1:-} in
  pull) pull "$2" ;;
  prune) prune ;;
  *) sed -n '2,4s/^# //p' "$0" >&2 && exit 2 ;;
esac
