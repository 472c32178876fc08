#!/usr/bin/env bash
# podman-tree.sh <directory>: what Debian 13 has of Podman, unpacked there and not installed, for who judges quadlets: older
# releases of Debian have no generator for them. Uses apt's settings of this machine, so that it comes by the same way.
set -euo pipefail

directory=$1
mirror=http://deb.debian.org/debian
options=()
while IFS= read -r line; do options+=("--aptopt=$line"); done \
  < <(apt-config dump | grep -E '^(Acquire::(http|https|Check-|Retries)|APT::Sandbox)' || true)
mmdebstrap --quiet --variant=extract --include=podman "${options[@]}" \
  trixie "$directory" "deb $mirror trixie main" "deb $mirror-security trixie-security main"
