#!/usr/bin/env bash
# ready.sh <seconds>: waits until this machine has booted so far that packages and units can be dealt with.
set -euo pipefail
until=$((SECONDS + $1)) told=''

# wait_for <what>: a moment; fails when the time is over.
wait_for() {
  if [[ $told != "$1" ]]; then echo "wait     for $1"; fi
  told=$1
  ((SECONDS < until)) && sleep 0.5
}

while state=$(systemctl is-system-running 2>/dev/null || true); [[ $state != running && $state != degraded ]]; do
  if ! wait_for "its start to end"; then
    # A unit of ours that hangs is no reason to keep away what mends it.
    if ! systemctl is-active --quiet basic.target; then
      echo "It has not started yet: systemd says ${state:-nothing}. Fix: Look at its console." >&2
      exit 1
    fi
    echo "note     it still starts: $(systemctl list-jobs --no-legend 2>/dev/null | awk '{print $2}' | paste -sd ' ')"
    break
  fi
done

# The first boot of a virtual machine installs packages.
if type -P cloud-init >/dev/null; then
  while cloud-init status 2>/dev/null | grep --quiet 'status: \(running\|not run\|not started\)'; do
    if ! wait_for "cloud-init to end"; then
      echo "Its first boot has not ended: cloud-init status --long tells why. Fix: Mend that, or run it again later." >&2
      exit 1
    fi
  done
fi
