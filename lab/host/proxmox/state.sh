#!/usr/bin/env bash
# State of the rehearsed Proxmox VE host, for its stand-ins: files below $state, and functions that read them. Sourced.
# shellcheck disable=SC2034

# Below /etc/pve like the real state: all programs share it, and it ends with the host.
state=/etc/pve/stand-in

# Every call is logged, so that a rehearsal can search the arguments for secrets.
printf '%s %s\n' "${0##*/}" "$*" >>/var/log/stand-ins

die() {
  printf '%s\n' "$*" >&2
  exit 255
}

# Proxmox VE's names: user@realm, and user@realm!token.
user_file() { printf '%s/users/%s' "$state" "$1"; }
token_file() { printf '%s/tokens/%s!%s' "$state" "$1" "$2"; }
require_user() { [[ -e $(user_file "$1") ]] || die "no such user ('$1')"; }
require_token() { [[ -e $(token_file "$1" "$2") ]] || die "no such token '$2' for user '$1'"; }
require_role() { [[ -e $state/roles/$1 ]] || die "role '$1' does not exist"; }

major() { cut -d . -f 1 "$state/version"; }

# option <name> <arguments...>: the value behind --name.
option() {
  local name=--$1
  shift
  while [[ $# -gt 0 ]]; do
    if [[ $1 == "$name" ]]; then
      printf '%s' "${2-}"
      return 0
    fi
    shift
  done
  return 1
}
