#!/usr/bin/env bash
# podman-tree.sh <directory>: unpacks Debian 13's Podman there, without installing it, to check quadlets: older releases
# of Debian have no generator for them. Uses this machine's apt settings, and so its proxy.
set -euo pipefail

directory=$1
mirror=http://deb.debian.org/debian
options=()
while IFS= read -r line; do options+=("--aptopt=$line"); done \
  < <(apt-config dump | grep -E '^(Acquire::(http|https|Check-|Retries)|APT::Sandbox)' || true)
mmdebstrap --quiet --variant=extract --include=podman "${options[@]}" \
  trixie "$directory" "deb $mirror trixie main" "deb $mirror-security trixie-security main"
