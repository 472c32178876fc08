#!/usr/bin/env bash
# ready.sh <seconds>: waits until this machine has booted far enough to install packages and start units.
set -euo pipefail
until=$((SECONDS + $1)) told=''

# wait_for <what>: waits for a moment; fails when the time is over.
wait_for() {
  if [[ $told != "$1" ]]; then echo "wait     for $1"; fi
  told=$1
  ((SECONDS < until)) && sleep 0.5
}

while state=$(systemctl is-system-running 2>/dev/null || true); [[ $state != running && $state != degraded ]]; do
  if ! wait_for "the machine to boot"; then
    # When one of our units hangs, the push may be what fixes it.
    if ! systemctl is-active --quiet basic.target; then
      echo "The machine has not booted yet: systemd reports ${state:-nothing}. Fix: Look at its console." >&2
      exit 1
    fi
    echo "note     still starting: $(systemctl list-jobs --no-legend 2>/dev/null | awk '{print $2}' | paste -sd ' ')"
    break
  fi
done

# The first boot of a virtual machine installs packages.
if type -P cloud-init >/dev/null; then
  while cloud-init status 2>/dev/null | grep --quiet 'status: \(running\|not run\|not started\)'; do
    if ! wait_for "cloud-init to finish"; then
      echo "cloud-init has not finished the first boot. Fix: Find the reason with cloud-init status --long, or run the push again later." >&2
      exit 1
    fi
  done
fi
