#!/usr/bin/env bash
# shellcheck shell=bash disable=SC2034 # the other parts use these variables
# @param port   of the server's API
# @param state  directory below /var/lib where the token is kept
# Configures Netbird as declared, and may be run again at any time. What people made by hand stays: only objects whose
# names begin with "homelab " are ours, and are removed when they are no longer declared.
#
#   homelab-netbird                    owner, sign-on, settings, groups, networks, policies, DNS
#   homelab-netbird setup-key <file>   writes a key for the routing peer into the file, good for one peer and one day
#
# Exits with 0 if everything is as declared, or if it waits for somebody, which it reports.
set -euo pipefail
umask 077
readonly here=${HOMELAB_NETBIRD:-/etc/homelab/netbird} state=${STATE_DIRECTORY:-/var/lib/@state@}
readonly api=${HOMELAB_NETBIRD_API:-http://127.0.0.1:@port@/api} token=$state/token

created=0 changed=0 removed=0 unchanged=0 waiting=0

say() { printf '%s\n' "$*"; }
die() {
  printf '%s\n' "$@" >&2
  exit 1
}
waits() {
  waiting=$((waiting + 1))
  say "waits    $*"
}
wanted() { jq --compact-output "$1" "$here/wanted.json"; }
