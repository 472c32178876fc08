#!/usr/bin/env bash
# Writes the files for the node exporter's textfile collector, each atomically.
set -euo pipefail
export LC_ALL=C
directory=/var/lib/prometheus/node-exporter
mkdir -p "$directory"

# publish <name>: writes standard input to the file of that name.
publish() {
  local new
  new=$(mktemp "$directory/.$1.XXXXXX")
  cat >"$new"
  chmod 0644 "$new"
  mv "$new" "$directory/$1.prom"
}

# What an upgrade would install, by origin: "Inst libc6 [2.41-12] (2.41-12+deb13u1 Debian:13/stable [amd64])".
updates() {
  echo "# HELP apt_upgrades_pending Packages that an upgrade would install, by origin."
  echo "# TYPE apt_upgrades_pending gauge"
  apt-get --just-print --option=Debug::NoLocking=true dist-upgrade | awk '
    /^Inst / && match($0, /\([^ ]+ .* \[[a-z0-9]+\]\)/) {
      origin = substr($0, RSTART + 1, RLENGTH - 2)
      sub(/^[^ ]+ /, "", origin)
      architecture = origin
      sub(/.*\[/, "", architecture)
      sub(/\].*/, "", architecture)
      sub(/ \[.*/, "", origin)
      gsub(/ /, "", origin)
      if (/^Inst [^ ]+ \[/) count[origin "\",arch=\"" architecture]++
    }
    END { for (key in count) printf "apt_upgrades_pending{origin=\"%s\"} %d\n", key, count[key] }'
  echo "# HELP apt_lists_updated_seconds When the daily update last reached every source, as Unix time; 0 for never."
  echo "# TYPE apt_lists_updated_seconds gauge"
  echo "apt_lists_updated_seconds $(stat --format=%Y /var/lib/apt/periodic/update-stamp 2>/dev/null || echo 0)"
  echo "# HELP node_reboot_required Whether an update requires a restart of the machine."
  echo "# TYPE node_reboot_required gauge"
  if [[ -e /run/reboot-required ]]; then echo "node_reboot_required 1"; else echo "node_reboot_required 0"; fi
}

# Processes that still use a program or library that an upgrade has replaced, from the kernel's list of their mappings.
processes() {
  local maps
  echo "# HELP node_outdated_processes Processes that use files that an update has replaced, by unit."
  echo "# TYPE node_outdated_processes gauge"
  while IFS= read -r maps; do
    # The process may have ended meanwhile.
    sed --quiet 's|^0::.*/||p' "${maps%maps}cgroup" 2>/dev/null || true
  done < <(grep --files-with-matches --no-messages --extended-regexp ' (/usr)?/(lib|lib64|bin|sbin)/.* \(deleted\)$' /proc/[0-9]*/maps) |
    sort | uniq --count | awk '{ printf "node_outdated_processes{unit=\"%s\"} %d\n", $2, $1 }'
}

# The certificates among the homelab's files on this machine. A push lists these in the format of sha256sum.
certificates() {
  local path end
  echo "# HELP homelab_certificate_not_after_seconds When a certificate expires, as Unix time."
  echo "# TYPE homelab_certificate_not_after_seconds gauge"
  [[ -f /var/lib/homelab/applied ]] || return 0
  while IFS= read -r path; do
    if [[ -f $path ]] && grep --quiet --text "^-----BEGIN CERTIFICATE-----" "$path"; then
      end=$(openssl x509 -in "$path" -noout -enddate)
      echo "homelab_certificate_not_after_seconds{path=\"$path\"} $(date --date="${end#notAfter=}" +%s)"
    fi
  done < <(cut --characters=67- /var/lib/homelab/applied | sort --unique)
}

updates | publish apt
processes | publish processes
certificates | publish certificates
