#!/usr/bin/env bash
# @param networks   of the homelab, as CIDR
# @param interface  of the transit on this host
# @param router     address at the other end
# @param past       number of the rules that lead past the table
# @param out        number of those that lead to it
# Keeps the table of routes "homelab" and the rules that lead to it. Changes nothing that is right already.
set -euo pipefail

networks=(@networks@)
interface=@interface@
router=@router@

wanted_rules() {
  local network
  for network in "${networks[@]}"; do echo "@past@: from all to $network lookup main"; done
  for network in "${networks[@]}"; do echo "@out@: from $network lookup homelab"; done
}

present_rules() {
  ip rule show | sed --quiet --regexp-extended '/^(@past@|@out@):/ { s/\s+/ /g; s/ $//; p }'
}

replace_rules() {
  local network
  ip rule flush pref @past@
  ip rule flush pref @out@
  for network in "${networks[@]}"; do
    ip rule add pref @past@ to "$network" lookup main
    ip rule add pref @out@ from "$network" lookup homelab
  done
}

# While the transit is away nothing leaves; without this line it would leave by the host's own network.
ip route replace unreachable default metric 4096 table homelab
if [[ "$(present_rules)" != "$(wanted_rules)" ]]; then replace_rules; fi
# Not up yet, or down: the hook in if-up.d comes again.
if [[ -n "$(ip link show up dev "$interface" 2>/dev/null)" ]]; then
  ip route replace default via "$router" dev "$interface" table homelab
fi
