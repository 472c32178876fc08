#!/usr/bin/env bash
# @param lines  file with those of the homelab
# Keeps the lines of @lines@ in /etc/hosts, between two marks. Every other line there belongs to others.
set -euo pipefail

begin="# homelab: begin"
end="# homelab: end"

others() {
  awk -v begin="$begin" -v end="$end" '
    $0 == begin { inside = 1; next }
    $0 == end { inside = 0; next }
    !inside { print }
    END { exit inside }
  ' /etc/hosts
}

new=$(mktemp /etc/hosts.homelab.XXXXXX)
trap 'rm -f "$new"' EXIT
if ! others >"$new"; then
  echo "/etc/hosts has the line '$begin' but not '$end': remove what is between them, and the first." >&2
  exit 1
fi
if [[ -s @lines@ ]]; then
  { echo "$begin"; cat @lines@; echo "$end"; } >>"$new"
fi
cmp --silent "$new" /etc/hosts && exit 0
chmod --reference=/etc/hosts "$new"
chown --reference=/etc/hosts "$new"
mv "$new" /etc/hosts
