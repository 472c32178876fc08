#!/usr/bin/env bash
# The receiving end of provision/push/send.ts. Standard input is a tar archive; its files go into a new directory in
# memory, and one of them runs.
#
#   receive.sh here   <id> <bytes> <sha256> <script> [argument...]   runs it and waits
#   receive.sh unit   <id> <bytes> <sha256> <script> [argument...]   runs it so that it outlives the connection
#   receive.sh follow <id>                                           prints the output of a unit, and waits for its end
set -euo pipefail
umask 077

readonly mode=$1 id=$2
readonly run=${HOMELAB_ROOT:-}/run/homelab
readonly spool=$run/$id
readonly busy=75 # see provision/push/push.ts
readonly no_room="The bundle does not fit into the memory of this machine (/run). Nothing was changed. Fix: Free memory, or give the machine more."

die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# A connection that ends early leaves an incomplete archive, which must not be used.
receive() {
  local bytes=$1 sum=$2 archive=$spool/archive
  mkdir -p "$run"
  # Removes what other pushes left behind, but not at once: `follow` may still read their output.
  find "$run" -mindepth 1 -maxdepth 1 -type d -mmin +60 -exec rm -rf {} +
  mkdir "$spool"
  cat >"$archive" || refuse "$no_room"
  if ! sha256sum --check --status <<<"$sum  $archive"; then
    refuse "The bundle arrived damaged: $(wc -c <"$archive") of $bytes bytes, or with another content. Nothing was changed. Fix: Run the push again."
  fi
  tar --extract --touch --no-same-owner --directory="$spool" --file="$archive" || refuse "$no_room"
  rm "$archive"
}

refuse() {
  rm -rf "$spool"
  die "$1"
}

# Starts the script where a lost connection does not end it; it holds the lock of this machine until it has ended.
start() {
  local command=(flock --nonblock --close "$run/lock" bash "$@")
  if [[ -d ${HOMELAB_ROOT:-}/run/systemd/system ]]; then
    # With Type=oneshot a stopped unit counts as failed. systemd would expand a $ in the arguments; they contain none.
    systemd-run --quiet --wait --collect --unit=homelab-apply --setenv=LC_ALL=C \
      --property=Type=oneshot --property=StandardOutput="append:$spool/log" --property=StandardError="append:$spool/log" \
      --property=TimeoutStopSec=120 "${command[@]}"
  else
    setsid --wait "${command[@]}" >>"$spool/log" 2>&1
  fi
}

# Prints the output while the script runs, then exits with its exit code.
run_unit() {
  local starter code=0
  : >"$spool/log"
  start "$@" 2>"$spool/refused" &
  starter=$!
  tail --lines=+1 --follow --sleep-interval=0.02 --pid="$starter" "$spool/log"
  wait "$starter" || code=$?
  if [[ ! -e $spool/result ]]; then ended_without_result; fi
  exit "$code"
}

is_locked() { ! flock --nonblock "$run/lock" true; }

ended_without_result() {
  if is_locked; then
    die "Another push is running on this machine: $(cat "$run/holder" 2>/dev/null || echo "by an unknown user"). Fix: Wait until it has ended." "$busy"
  fi
  cat "$spool/refused" >&2 2>/dev/null || true
  die "Something ended the push, perhaps half-way. Fix: Run the push again; it continues where it stopped."
}

# For a caller whose connection broke meanwhile.
follow() {
  # The first process may still be unpacking the archive.
  for _ in {1..20}; do if [[ -d $spool && ! -e $spool/log ]]; then sleep 0.2; fi; done
  [[ -e $spool/log ]] || die "The connection broke before the whole bundle had arrived. Nothing was changed. Fix: Run the push again."
  while [[ ! -e $spool/result ]] && is_locked; do sleep 0.2; done
  cat "$spool/log"
  [[ -e $spool/result ]] || ended_without_result
  exit "$(cat "$spool/result")"
}

if [[ $mode == follow ]]; then follow; fi

receive "$3" "$4"
script=$spool/$5
shift 5

case $mode in
  here)
    trap 'rm -rf "$spool"' EXIT
    bash "$script" "$@" </dev/null
    ;;
  unit) run_unit "$script" "$@" ;;
esac
