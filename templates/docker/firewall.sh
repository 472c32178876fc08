#!/usr/bin/env bash
# @param rules  file with the chains
# @each jump    rule that leads containers into a chain, as arguments of iptables
# Loads the chains of the homelab, and leads containers into those that Docker does not lead them into itself.
set -euo pipefail

once() {
  iptables --wait 10 --check "$@" 2>/dev/null || iptables --wait 10 --insert "$@"
}

iptables-restore --wait 10 --noflush @rules@
once @jump@
