#!/usr/bin/env bash
# The bridges of the networks in homelab.yaml. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

# Checks a bridge that the stack `host` will make: `vmbr1:10,20` is the bridge and its future VLANs.
check_own_bridge() {
  local bridge=${1%%:*} vlans=${1#*:} ports device text faults=()
  if pve_has "/nodes/localhost/network/$bridge"; then
    ports=$(text_of bridge_ports <<<"$answer")
    if [[ $(text_of type <<<"$answer") != bridge ]]; then faults+=("is not a Linux bridge"); fi
    if [[ -n $ports ]]; then faults+=("has the port $ports"); fi
    if ! is_true bridge_vlan_aware <<<"$answer"; then faults+=("is not VLAN-aware"); fi
  elif exists "$bridge"; then
    faults+=("was not made by Proxmox VE")
  else
    ok bridges "$bridge is free. The stack host makes it, without ports, for VLAN ${vlans//,/, }."
    return
  fi
  device=$(ip -o route get "$client" 2>/dev/null | sed -nE 's/.* dev ([^ ]+).*/\1/p' || true)
  if [[ $device == "$bridge" || ($device == "$bridge".* && ,$vlans, != *,"${device##*.}",*) ]]; then
    faults+=("carries the present connection")
  fi
  if [[ ${#faults[@]} -eq 0 ]]; then
    ok bridges "$bridge has no ports and is VLAN-aware, as the stack host makes it."
    return
  fi
  text=$(printf ' and %s' "${faults[@]}")
  refuse bridges "The stack host would make $bridge, but it already exists and ${text# and }." \
    "Give the networks that the host routes another bridge (networks.*.bridge in homelab.yaml)."
}

exists() { ip link show dev "$1" >/dev/null 2>&1; }

check_bridges() {
  local bridge
  if [[ -e /etc/network/interfaces.new ]]; then
    refuse bridges "The host's network has pending changes (/etc/network/interfaces.new): making a bridge would also apply them." \
      "Apply or discard them in Node > Network, while you have access to the console."
  fi
  for bridge in ${own_bridges[@]+"${own_bridges[@]}"}; do check_own_bridge "$bridge"; done
  for bridge in ${outside_bridges[@]+"${outside_bridges[@]}"}; do
    if exists "$bridge"; then
      ok bridges "$bridge exists."
    else
      refuse bridges "The bridge $bridge does not exist, but networks of homelab.yaml use it." \
        "Make it in Node > Network, or correct networks.*.bridge in homelab.yaml."
    fi
  done
}
