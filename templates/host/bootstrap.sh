#!/usr/bin/env bash
# Prepares a Proxmox VE host for Terraform, once. `homelab bootstrap` runs it on the host, as root, over SSH:
#
#   bootstrap.sh plan|apply <setting>=<value>...
#
# The steps are in bootstrap/ and are sent with it; `main` is called last.
#
# Both modes run the same checks; `plan` prints what would change, `apply` changes it. Neither touches what is already
# correct, so a second `apply` changes nothing. Each finding is a line whose parts are separated by tabs:
#
#   fact    <name>  <value>        for the caller to judge
#   ok      <step>  <text>         nothing to do
#   change  <step>  <text>         would be changed (plan)
#   changed <step>  <text>         was changed (apply)
#   later   <step>  <text>         waits for something else
#   refuse  <step>  <text>  <fix>  prevents every change until it is fixed
set -euo pipefail

mode=$1
client=${SSH_CONNECTION-}
client=${client%% *}
declare -A setting=()
outside_bridges=() own_bridges=() tokens=() ssh_keys=()

say() { (IFS=$'\t' && printf '%s\n' "$*"); }
ok() { say ok "$@"; }
later() { say later "$@"; }
# The plan refused nothing, so the host has changed since then.
refuse() {
  say refuse "$@"
  if [[ $mode == apply ]]; then exit 1; fi
}

# change <step> <text> <command...>: prints the change, and with `apply` runs the command first.
change() {
  if [[ $mode == plan ]]; then
    say change "$1" "$2"
  else
    "${@:3}" >&2
    say changed "$1" "$2"
  fi
}

read_settings() {
  local pair value
  for pair in "$@"; do
    value=${pair#*=}
    case ${pair%%=*} in
      own-bridge) own_bridges+=("$value") ;;
      outside-bridge) outside_bridges+=("$value") ;;
      ssh-key) ssh_keys+=("$value") ;;
      token) tokens+=("$value") ;;
      *) setting[${pair%%=*}]=$value ;;
    esac
  done
}

# pve_has <path>: whether Proxmox VE has the object; its JSON is then in $answer. Any other error ends the script.
pve_has() {
  if answer=$(pvesh get "$1" --output-format json 2>&1); then return 0; fi
  if [[ $answer == *"does not exist"* || $answer == *"no such"* ]]; then return 1; fi
  echo "pvesh get $1: $answer" >&2
  exit 1
}
text_of() { sed -nE "s/.*\"$1\"[[:space:]]*:[[:space:]]*\"([^\"]*)\".*/\1/p"; }
is_true() { grep -qE "\"$1\"[[:space:]]*:[[:space:]]*\"?1\"?[,}[:space:]]"; }
joined() { paste -sd ,; }

is_proxmox_ve() {
  if command -v pveversion >/dev/null; then return 0; fi
  refuse host "This is not a Proxmox VE host: it has no pveversion." \
    "Correct pve.nodes.${setting[node]}.address in homelab.yaml, or install Proxmox VE there."
  return 1
}

check_host() {
  local node=${setting[node]} version name
  # pve-manager/8.4.1/2a5fa54a8503f96d (running kernel: 6.8.12-10-pve)
  version=$(pveversion | cut -d / -f 2)
  name=$(uname -n)
  name=${name%%.*}
  say fact version "$version"
  say fact client "$client"
  if [[ ${version%%.*} != "${setting[version]}" ]]; then
    refuse host "Proxmox VE $version runs here, but homelab.yaml is written for ${setting[version]}." \
      "Set pve.version to the installed release, 8 or 9: it selects privileges and repositories."
  elif [[ $version =~ ^8\.[0-3](\.|$) ]]; then
    refuse host "Proxmox VE $version is too old: the stacks need 8.4 or newer." \
      "Update the host first: apt update && apt full-upgrade."
  fi
  if [[ $name != "$node" ]]; then
    refuse host "The host name is $name, but homelab.yaml calls this node $node." \
      "Call it $name under pve.nodes, or correct its address there; Proxmox VE identifies a node by its host name."
  fi
}

main() {
  read_settings "${@:2}"
  if ! is_proxmox_ve; then return; fi
  check_host
  prepare_repositories
  prepare_datastore
  check_bridges
  prepare_access
  look_at_tokens
  prepare_keys
}
