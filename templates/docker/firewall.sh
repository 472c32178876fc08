#!/usr/bin/env bash
# @param rules  file with the chains
# @each jump    rule that sends packets of containers to a chain, as arguments of iptables
# Loads the chains of the homelab, and adds the jumps to those that Docker itself does not jump to.
set -euo pipefail

once() {
  iptables --wait 10 --check "$@" 2>/dev/null || iptables --wait 10 --insert "$@"
}

iptables-restore --wait 10 --noflush @rules@
once @jump@
