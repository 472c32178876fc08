#!/usr/bin/env bash
# The bridges that networks of homelab.yaml name. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

# The stack `host` creates this bridge; here it is only examined. `vmbr1:10,20` is the bridge and its VLANs.
check_own_bridge() {
  local bridge=${1%%:*} vlans=${1#*:} ports device text faults=()
  if pve_has "/nodes/localhost/network/$bridge"; then
    ports=$(text_of bridge_ports <<<"$answer")
    if [[ $(text_of type <<<"$answer") != bridge ]]; then faults+=("is not a Linux bridge"); fi
    if [[ -n $ports ]]; then faults+=("has the port $ports"); fi
    if ! is_true bridge_vlan_aware <<<"$answer"; then faults+=("is not VLAN-aware"); fi
  elif exists "$bridge"; then
    faults+=("was not created by Proxmox VE")
  else
    ok bridges "$bridge does not exist yet. The stack host creates it, without ports, for VLAN ${vlans//,/, }."
    return
  fi
  device=$(ip -o route get "$client" 2>/dev/null | sed -nE 's/.* dev ([^ ]+).*/\1/p' || true)
  if [[ $device == "$bridge" || ($device == "$bridge".* && ,$vlans, != *,"${device##*.}",*) ]]; then
    faults+=("carries your connection")
  fi
  if [[ ${#faults[@]} -eq 0 ]]; then
    ok bridges "$bridge is ours: it has no ports and is VLAN-aware."
    return
  fi
  text=$(printf ' and %s' "${faults[@]}")
  refuse bridges "The stack host creates $bridge, but it already exists and ${text# and }." \
    "Choose another bridge for the networks that the host routes (networks.*.bridge in homelab.yaml)."
}

exists() { ip link show dev "$1" >/dev/null 2>&1; }

check_bridges() {
  local bridge
  if [[ -e /etc/network/interfaces.new ]]; then
    refuse bridges "Changes of the host's network are pending (/etc/network/interfaces.new): creating a bridge would apply them as well." \
      "Apply or revert them in Node > Network, with the console at hand."
  fi
  for bridge in ${own_bridges[@]+"${own_bridges[@]}"}; do check_own_bridge "$bridge"; done
  for bridge in ${outside_bridges[@]+"${outside_bridges[@]}"}; do
    if exists "$bridge"; then
      ok bridges "$bridge exists."
    else
      refuse bridges "There is no bridge $bridge, but networks in homelab.yaml use it." \
        "Create it in Node > Network, or correct networks.*.bridge."
    fi
  done
}
