#!/usr/bin/env bash
# @param networks   networks of the homelab, as CIDR
# @param interface  interface of the transit on this host
# @param router     address of the router in the transit
# @param past       priority of the rules that bypass the table
# @param out        priority of the rules that use it
# Keeps the routing table "homelab" and the rules that use it. Changes only what is wrong.
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

# While the transit is down, nothing leaves. Without this line, packets would leave through the host's own network.
ip route replace unreachable default metric 4096 table homelab
if [[ "$(present_rules)" != "$(wanted_rules)" ]]; then replace_rules; fi
# If it is not up, the hook in if-up.d runs this again later.
if [[ -n "$(ip link show up dev "$interface" 2>/dev/null)" ]]; then
  ip route replace default via "$router" dev "$interface" table homelab
fi
