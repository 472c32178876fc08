#!/usr/bin/env bash
# @param unit     that runs this
# @param options  of the client, as words
# @param netbird  program of the server that makes the key
# Makes this guest join the VPN as its routing peer, with a key that the server creates for it, and retries until it has
# joined. Run by @unit@.
set -euo pipefail
readonly options=(@options@)
readonly known=$STATE_DIRECTORY/options key=$RUNTIME_DIRECTORY/setup-key

# Status that the client reports: NeedsLogin, Connecting, Connected ...
state() { timeout 30 netbird status --json 2>/dev/null | jq --raw-output .daemonStatus; }

as_declared() { [[ $(cat "$known" 2>/dev/null) == "${options[*]}" ]]; }

joins() {
  local now with=()
  now=$(state) || return
  if [[ $now == Connected ]]; then
    if as_declared; then return; fi
    # A connected client accepts no other options.
    netbird down
    now=$(state)
  fi
  if [[ $now == NeedsLogin || $now == SessionExpired ]]; then
    STATE_DIRECTORY='' @netbird@ setup-key "$key" || return
    with=(--setup-key-file "$key")
  fi
  timeout 120 netbird up "${options[@]}" "${with[@]}" || return
  rm -f "$key"
  printf '%s' "${options[*]}" >"$known"
}

until joins; do
  echo "The routing peer has not joined yet. It needs Netbird's server, and the reverse proxy in front of it. It tries again in a minute."
  sleep 60
done
