#!/usr/bin/env bash
# @param lines  file with the homelab's lines
# Keeps the lines of @lines@ in /etc/hosts, between two marks. Does not touch any other line.
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
  echo "/etc/hosts has the line '$begin', but no line '$end'. Remove the first one, and the homelab's lines below it (@lines@ has them)." >&2
  exit 1
fi
if [[ -s @lines@ ]]; then
  { echo "$begin"; cat @lines@; echo "$end"; } >>"$new"
fi
cmp --silent "$new" /etc/hosts && exit 0
chmod --reference=/etc/hosts "$new"
chown --reference=/etc/hosts "$new"
mv "$new" /etc/hosts
