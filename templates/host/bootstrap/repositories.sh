#!/usr/bin/env bash
# The sources of the host's updates. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

# A file is copied here before it is changed, under its own path.
copies=/var/backups/homelab
sources=/etc/apt/sources.list.d
pve_repository=http://download.proxmox.com/debian/pve

# The text of an apt file with every entry of enterprise.proxmox.com disabled, in the file's own format.
without_enterprise() {
  if [[ $1 == *.list ]]; then
    sed -E 's|^[[:space:]]*deb(-src)?[[:space:]].*https?://enterprise\.proxmox\.com/|# &|' "$1"
    return
  fi
  awk '
    function finish(  i) {
      for (i = 1; i <= count; i++) {
        if (on && tolower(lines[i]) ~ /^enabled:/) continue
        print lines[i]
        if (on && tolower(lines[i]) ~ /^types:/) print "Enabled: no"
      }
      count = on = off = 0
    }
    /^[[:space:]]*$/ { finish(); print; next }
    { lines[++count] = $0 }
    /^#/ { next }
    tolower($0) ~ /^enabled:[[:space:]]*(no|false|without|off|disable|0)[[:space:]]*$/ { off = 1; on = 0 }
    /enterprise\.proxmox\.com/ && !off { on = 1 }
    END { finish() }' "$1"
}

# Whether an apt file has the no-subscription repository, enabled and for this release.
offers_updates() {
  local suite=$2
  if [[ $1 == *.list ]]; then
    grep -qE "^[[:space:]]*deb[[:space:]][^#]*[[:space:]]${suite}[[:space:]]([^#]*[[:space:]])?pve-no-subscription([[:space:]#]|$)" "$1"
    return
  fi
  awk -v RS= -v suite="$suite" '
    { gsub(/(^|\n)#[^\n]*/, "") }
    tolower($0) ~ /(^|\n)enabled:[ \t]*(no|false|without|off|disable|0)[ \t]*(\n|$)/ { next }
    /[ \t\n]pve-no-subscription([ \t\n]|$)/ && $0 ~ "[ \t\n]" suite "([ \t\n]|$)" { found = 1 }
    END { exit !found }' "$1"
}

# replace <file> <text>: keeps a numbered copy of the old file, and replaces it in one step.
replace() {
  if [[ -e $1 ]]; then
    mkdir -p "$copies$(dirname "$1")"
    cp --preserve --backup=numbered -- "$1" "$copies$1"
  fi
  printf '%s\n' "$2" >"$1.homelab-new"
  chmod 644 "$1.homelab-new"
  mv -- "$1.homelab-new" "$1"
}

# Uses the format of the release.
write_no_subscription() {
  if [[ ${setting[version]} == 8 ]]; then
    replace "$sources/homelab-no-subscription.list" "deb $pve_repository bookworm pve-no-subscription"
  else
    replace "$sources/homelab-no-subscription.sources" "Types: deb
URIs: $pve_repository
Suites: trixie
Components: pve-no-subscription
Signed-By: /usr/share/keyrings/proxmox-archive-keyring.gpg"
  fi
}

prepare_repositories() {
  local status file off found="" switched="" suite=bookworm
  if [[ ${setting[version]} == 9 ]]; then suite=trixie; fi
  status=$(pvesubscription get | sed -n 's/^status: *//p')
  if [[ ${status,,} == active ]]; then
    ok repositories "The host has a subscription; its repositories are not changed."
    return
  fi
  for file in /etc/apt/sources.list "$sources"/*.list "$sources"/*.sources; do
    if [[ ! -f $file ]]; then continue; fi
    off=$(without_enterprise "$file")
    if [[ $off != "$(<"$file")" ]]; then
      switched=yes
      change repositories "$file: the enterprise repository is disabled (a copy of the file is in $copies)." replace "$file" "$off"
    fi
    if offers_updates "$file" "$suite"; then found=$file; fi
  done
  if [[ -z $found ]]; then
    change repositories "pve-no-subscription is enabled, in a new file in $sources." write_no_subscription
  elif [[ -z $switched ]]; then
    ok repositories "pve-no-subscription is enabled ($found), and no enterprise repository is."
  fi
  if [[ -n $switched && -e /etc/pve/ceph.conf ]]; then
    later repositories "Ceph runs here and loses its enterprise repository: add its no-subscription repository in Node > Repositories."
  fi
}
