#!/usr/bin/env bash
# State of a Proxmox VE host that is not there, for its stand-ins: files below $state, and what they say of them. Sourced.
# shellcheck disable=SC2034

# Like the real one: shared by all programs, and gone with the host.
state=/etc/pve/stand-in

# Every call leaves a line, so that a rehearsal can look for what must not be in one.
printf '%s %s\n' "${0##*/}" "$*" >>/var/log/stand-ins

die() {
  printf '%s\n' "$*" >&2
  exit 255
}

# Names of Proxmox VE: user@realm, and user@realm!token.
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
