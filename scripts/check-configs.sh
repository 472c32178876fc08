#!/usr/bin/env bash
# Validates the files of one machine with the programs that read them: check-configs.sh <directory with its files>
# [path]. With a path, it validates only that file. PODMAN_TREE is the directory of Debian 13's Podman. Runs as root, in
# new network and mount namespaces. A missing program counts as a failure.
# shellcheck disable=SC2317 # Every check is called by name.
set -euo pipefail

tree=$(realpath "$1")
only=${2:-}
failed=0
concerns=() # checks of several files together

# judge <what> <command...>: the command must succeed, and print nothing to stderr, where programs write warnings.
judge() {
  local what=$1 said status
  shift
  # Not inside a condition, where a check would continue after its first failure.
  set +e
  said=$(set -e; "$@" 2>&1 >/dev/null)
  status=$?
  set -e
  if [[ $status -eq 0 && -z $said ]]; then
    echo "  ok    $what"
  else
    echo "  FAIL  $what: ${said:-exit code $status}"
    failed=1
  fi
}

complain() {
  echo "$1" >&2
  return 1
}

# in_place <directory>: mounts the directory of the tree over the machine's own.
in_place() {
  mkdir -p "$1"
  mount --bind "$tree$1" "$1"
}

# Loads the table twice, as a change does; the tables of others must stay.
table_loads() {
  nft add table inet neighbour
  nft --check --file "$1"
  nft --file "$1"
  nft --file "$1"
  nft list table inet neighbour
  local hooks
  hooks=$(nft list table inet homelab | grep --count ' hook ')
  [[ $hooks -eq $(grep --count ' hook ' "$1") ]] || complain "Some chains of the file were not loaded."
  undo homelab-firewall.service
  [[ $(nft list tables) != *homelab* && $(</proc/sys/net/ipv4/ip_forward) -eq 0 ]] || complain "Something remains after the removal."
}

chains_load() {
  local once
  iptables-restore --noflush --test "$1"
  iptables-restore --noflush "$1"
  once=$(iptables --list-rules)
  iptables-restore --noflush "$1"
  [[ $once == "$(iptables --list-rules)" ]] || complain "A second run changes the rules."
}

# The script adds each jump into the chains once, and undoing it removes everything.
chains_go() {
  in_place /etc/homelab
  bash "$tree/usr/local/sbin/homelab-docker-firewall"
  bash "$tree/usr/local/sbin/homelab-docker-firewall"
  [[ $(iptables --list-rules INPUT | grep --count HOMELAB-INPUT) -eq 2 ]] || complain "The jump into the chain exists more than once."
  undo homelab-docker-firewall.service
  [[ $(iptables --list-rules) != *HOMELAB* ]] || complain "Something remains after the removal."
}

# undo <unit>: runs the unit's OnRemove command, as a push does when the file is removed.
undo() {
  bash -euo pipefail -c "$(sed --quiet 's/^OnRemove=//p' "$tree/etc/systemd/system/$1")"
}

# Without a source chronyd gives up at once; only a fatal error is about its file.
clock_reads() {
  local said
  command -v chronyd
  said=$(chronyd -Q -t 1 -x -u root -f "$1" 2>&1) || [[ $said != *"Fatal error"* ]] || complain "$said"
}

# Every line is a setting that the kernel has; interfaces need not exist here. Sets nothing, because that affects the
# machine.
settings_exist() {
  local name
  ! grep --invert-match --line-regexp --extended-regexp '#.*|-?[a-z0-9_./]+ = [0-9]+|' "$1" >&2 || return 1
  while IFS= read -r name; do sysctl --values "$name"; done < <(sed --quiet 's/^\([a-z][a-z0-9._]*\) = .*/\1/p' "$1")
}

modules_are_names() {
  ! grep --invert-match --line-regexp --extended-regexp '#.*|[a-z0-9_-]+|' "$1" >&2
}

# The route through the transit, on an interface of that name: unchanged by a second run, and closed while it is down.
transit_holds() {
  local script=$tree/usr/local/sbin/homelab-transit interface router rules
  interface=$(sed --quiet 's/^interface=//p' "$script")
  router=$(sed --quiet 's/^router=//p' "$script")
  in_place /etc/iproute2/rt_tables.d
  ip link add "$interface" type veth peer name peer
  ip link set "$interface" up
  ip link set peer up
  ip address add "${router%.*}.6/29" dev "$interface"
  ip rule add pref 700 lookup main
  bash "$script"
  rules=$(ip rule show)
  bash "$script"
  [[ $rules == "$(ip rule show)" ]] || complain "A second run changes the rules."
  [[ $rules == *"700:"* ]] || complain "The rule of another program is gone."
  [[ $(ip route show table homelab) == *"default via $router dev $interface"* ]] || complain "There is no route through the transit."
  ip link set "$interface" down
  bash "$script"
  [[ $(ip route show table homelab) == unreachable* ]] || complain "Without the transit, traffic takes another route."
  undo homelab-transit.service
  [[ $(ip rule show) != *homelab* ]] || complain "A rule remains after the removal."
}

# shellcheck source=scripts/check-guests.sh
source "$(dirname "${BASH_SOURCE[0]}")/check-guests.sh"
# shellcheck source=scripts/check-services.sh
source "$(dirname "${BASH_SOURCE[0]}")/check-services.sh"

while IFS= read -r -d '' file; do
  name=${file#"$tree"}
  if [[ -n $only && $name != "$only" ]]; then continue; fi
  case $name in
    *.nft) judge "$name" table_loads "$file" ;;
    *.rules) judge "$name" chains_load "$file" ;;
    */acng.conf) judge "$name" /usr/lib/apt-cacher-ng/acngtool cfgdump -c "$(dirname "$file")" ;;
    /etc/chrony/*) judge "$name" clock_reads "$file" ;;
    /etc/sysctl.d/*) judge "$name" settings_exist "$file" ;;
    /etc/modules-load.d/*) judge "$name" modules_are_names "$file" ;;
    */sbin/* | */if-up.d/* | /etc/apt/homelab-proxy) judge "$name" shellcheck "$file" ;;
    /etc/apt/apt.conf.d/*) judge "$name" apt_reads "$file" ;;
    /etc/apt/sources.list.d/*) judge "$name" sources_read "$file" ;;
    /etc/systemd/*.conf.d/*) judge "$name" options_are_known "$file" ;;
    */locale | */locale.conf) judge "$name" locale_exists "$file" ;;
    /etc/timezone) judge "$name" test -f "/usr/share/zoneinfo/$(<"$file")" ;;
    /etc/hosts) judge "$name" only_lines '[0-9a-f.:]+( [a-z0-9.-]+)+' "$file" ;;
    /etc/resolv.conf) judge "$name" only_lines '(search|nameserver|options)( [a-z0-9.:-]+)+' "$file" ;;
    *.pem | *.crt) judge "$name" pem_reads "$file" ;;
    */netbird/wanted.json) judge "$name" json_reads "$file" && concerns+=(netbird) ;;
    *.json) judge "$name" json_reads "$file" ;;
    *.js) judge "$name" node --check "$file" ;;
    */mongod.conf) judge "$name" yaml_reads "$file" ;;
    */minio/environment) judge "$name" only_lines '[A-Z_]+=[A-Za-z0-9.:/-]+' "$file" ;;
    /etc/containers/systemd/*) judge "$name" quadlet_generates "$file" && concerns+=(units) ;;
    /etc/containers/containers.conf) judge "$name" podman_knows "$file" ;;
    /etc/containers/storage.conf) judge "$name" only_lines '#.*|\[storage\]|(driver|runroot|graphroot) = "[a-z/]+"|' "$file" ;;
    /etc/homelab/authentik/blueprints/*) judge "$name" blueprint_reads "$file" ;;
    /etc/homelab/authentik/declared) judge "$name" only_lines '(person|application) [a-z0-9._-]+' "$file" ;;
    /etc/homelab/authentik/authorization) judge "$name" only_lines 'Authorization: Bearer [A-Za-z0-9]+' "$file" ;;
    /etc/homelab/authentik/variables) judge "$name" only_lines '[A-Z][A-Z0-9_]*=[A-Za-z0-9]+' "$file" ;;
    */adguard/AdGuardHome.yaml) judge "$name" keys_known adguard "$file" ;;
    /etc/unbound/unbound.conf) judge "$name" unbound-checkconf "$file" ;;
    /etc/traefik/traefik.yaml) judge "$name" keys_known traefik-static "$file" ;;
    /etc/traefik/dynamic/*.yaml) judge "$name" keys_known traefik-dynamic "$file" ;;
    /etc/traefik/dns/*) judge "$name" only_lines '[!-~]+' "$file" ;;
    /etc/homelab/ca/httpd.conf) judge "$name" only_lines '\.[a-z]+:[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?' "$file" ;;
    *.html) judge "$name" page_reads "$file" ;;
    */netbird/config.yaml) judge "$name" keys_known netbird "$file" ;;
    */netbird/dashboard.conf) judge "$name" only_lines '#.*|server \{| *\}| *location [^;{}]+ \{| +[a-z_]+( [^;]+|( "[^"]*"| [a-zA-Z-]+)+)?;|' "$file" ;;
    */netbird/owner-password | */netbird/client-secret) judge "$name" only_lines '[A-Za-z0-9]+' "$file" ;;
    /etc/homelab/netbird-dashboard/environment) judge "$name" only_lines '[A-Z][A-Z0-9_]*=[A-Za-z0-9 .:/-]*' "$file" ;;
    /etc/homelab/realm/settings) judge "$name" only_lines '(issuer|client)=[A-Za-z0-9:/._-]+' "$file" ;;
    /etc/homelab/realm/key) judge "$name" only_lines '[A-Za-z0-9]+' "$file" ;;
    /etc/homelab/*/environment) judge "$name" only_lines '[A-Z][A-Z0-9_]*=[A-Za-z0-9@.,:/?=_-]*' "$file" ;;
    */minio/buckets) judge "$name" only_lines '[a-z0-9-]+ [0-9]+ (versions|plain)' "$file" ;;
    */minio/users) judge "$name" only_lines '[a-z0-9-]+ [A-Za-z0-9]+' "$file" ;;
    /etc/postgresql/* | */roles.sql) concerns+=(postgres) ;;
    /etc/homelab/redis/*) concerns+=(redis) ;;
    /etc/systemd/*) concerns+=(units) ;;
    /etc/homelab/hosts | /etc/iproute2/* | /etc/.pve-ignore.*) ;;
    *)
      echo "  FAIL  $name: no check covers this file."
      failed=1
      ;;
  esac
done < <(find "$tree" -type f -print0 | sort --zero-terminated)

concerned() { [[ " ${concerns[*]} " == *" $1 "* ]]; }
if concerned units; then judge "its units" units_are_sound; fi
if concerned postgres; then judge "its PostgreSQL" postgres_serves; fi
if concerned redis; then judge "its Redis" redis_serves; fi
if concerned netbird; then judge "its Netbird" netbird_converges; fi
if [[ -f $tree/usr/local/sbin/homelab-docker-firewall ]]; then judge "its chains" chains_go; fi
if [[ -f $tree/usr/local/sbin/homelab-transit ]]; then judge "its route through the transit" transit_holds; fi

exit "$failed"
