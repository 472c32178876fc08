#!/usr/bin/env bash
# The bridges that networks of homelab.yaml name. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

# Made by the stack `host`; here it is only looked at: `vmbr1:10,20` is the bridge and the VLANs that it will have.
check_own_bridge() {
  local bridge=${1%%:*} vlans=${1#*:} ports device text faults=()
  if pve_has "/nodes/localhost/network/$bridge"; then
    ports=$(text_of bridge_ports <<<"$answer")
    if [[ $(text_of type <<<"$answer") != bridge ]]; then faults+=("is no Linux bridge"); fi
    if [[ -n $ports ]]; then faults+=("has the port $ports"); fi
    if ! is_true bridge_vlan_aware <<<"$answer"; then faults+=("does not know VLANs"); fi
  elif exists "$bridge"; then
    faults+=("was not made by Proxmox VE")
  else
    ok bridges "$bridge is free. The stack host makes it, without ports, for VLAN ${vlans//,/, }."
    return
  fi
  device=$(ip -o route get "$client" 2>/dev/null | sed -nE 's/.* dev ([^ ]+).*/\1/p' || true)
  if [[ $device == "$bridge" || ($device == "$bridge".* && ,$vlans, != *,"${device##*.}",*) ]]; then
    faults+=("carries this very connection")
  fi
  if [[ ${#faults[@]} -eq 0 ]]; then
    ok bridges "$bridge is ours: without ports, and it knows VLANs."
    return
  fi
  text=$(printf ' and %s' "${faults[@]}")
  refuse bridges "$bridge is to be made by the stack host, but exists and ${text# and }." \
    "Name another bridge for the networks that the host routes (networks.*.bridge in homelab.yaml)."
}

exists() { ip link show dev "$1" >/dev/null 2>&1; }

check_bridges() {
  local bridge
  if [[ -e /etc/network/interfaces.new ]]; then
    refuse bridges "Changes of the host's network wait to be applied (/etc/network/interfaces.new): making a bridge would apply them too." \
      "Apply or discard them in Node > Network, within reach of the console."
  fi
  for bridge in ${own_bridges[@]+"${own_bridges[@]}"}; do check_own_bridge "$bridge"; done
  for bridge in ${outside_bridges[@]+"${outside_bridges[@]}"}; do
    if exists "$bridge"; then
      ok bridges "$bridge is there."
    else
      refuse bridges "There is no bridge $bridge, which networks of homelab.yaml name." \
        "Make it in Node > Network, or name the right one (networks.*.bridge)."
    fi
  done
}
