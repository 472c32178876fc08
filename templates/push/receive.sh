#!/usr/bin/env bash
# The machine's end of provision/push/send.ts. Standard input is a tar archive; its files are put into a directory of their
# own in memory, and one of them is run.
#
#   receive.sh here   <id> <bytes> <sha256> <script> [argument...]   runs it and waits
#   receive.sh unit   <id> <bytes> <sha256> <script> [argument...]   runs it so that it outlives us
#   receive.sh follow <id>                                           what a unit says, and its end
set -euo pipefail
umask 077

readonly mode=$1 id=$2
readonly run=${HOMELAB_ROOT:-}/run/homelab
readonly spool=$run/$id
readonly busy=75 # see provision/push/push.ts
readonly no_room="It does not fit into the memory of this machine (/run). Nothing was changed. Fix: Free some, or give it more."

die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# A connection that ends early leaves a part, and nothing may come of a part.
receive() {
  local bytes=$1 sum=$2 archive=$spool/archive
  mkdir -p "$run"
  # What other pushes left behind; their output may be asked for some time.
  find "$run" -mindepth 1 -maxdepth 1 -type d -mmin +60 -exec rm -rf {} +
  mkdir "$spool"
  cat >"$archive" || refuse "$no_room"
  if ! sha256sum --check --status <<<"$sum  $archive"; then
    refuse "What arrived is damaged: $(wc -c <"$archive") bytes of $bytes, or other ones. Nothing was changed. Fix: Run it again."
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
    # Oneshot: only then does a stopped unit count as failed. systemd would expand a $ in the arguments; there is none.
    systemd-run --quiet --wait --collect --unit=homelab-apply --setenv=LC_ALL=C \
      --property=Type=oneshot --property=StandardOutput="append:$spool/log" --property=StandardError="append:$spool/log" \
      --property=TimeoutStopSec=120 "${command[@]}"
  else
    setsid --wait "${command[@]}" >>"$spool/log" 2>&1
  fi
}

# Its output while it runs, then its exit code.
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
    die "Another push is at work here: $(cat "$run/holder" 2>/dev/null || echo "it does not say whose"). Fix: Wait for it." "$busy"
  fi
  cat "$spool/refused" >&2 2>/dev/null || true
  die "The push was ended from outside, perhaps half done. Fix: Run it again; it goes on where it was."
}

# For whoever has lost the connection meanwhile.
follow() {
  # The first process may still be unpacking what had arrived just before.
  for _ in {1..20}; do if [[ -d $spool && ! -e $spool/log ]]; then sleep 0.2; fi; done
  [[ -e $spool/log ]] || die "The connection broke before everything had arrived. Nothing was changed."
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
