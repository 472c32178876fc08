# shellcheck shell=bash disable=SC2154 # the names are those of guard.sh, which sources this
# Checks that the network of this node can be changed now, from the address of this connection.

# check <who> <operator>... -- <bridge of ours>...: fails with every reason against a change.
check() {
  local who=$1 operators=() client=${SSH_CONNECTION:-} reasons=()
  client=${client%% *}
  shift
  while [[ $1 != -- ]]; do
    operators+=("$1")
    shift
  done
  shift
  note
  refuse_pending
  if [[ -z $client ]]; then
    reasons+=("Your address is unknown, because this does not run over SSH.")
  else
    refuse_stranger "${operators[@]}"
    refuse_own_way "$@"
  fi
  if [[ -n $(armed_by) && $(armed_by) != "$who" ]] && ! has_returned; then
    reasons+=("$(armed_by) has armed a rollback, which starts in $(seconds_left) s. Wait until they have confirmed, or it has run.")
  fi
  if ((${#reasons[@]} > 0)); then die "$(printf '%s\n' "The network of this node must not be changed now." "${reasons[@]/#/- }")"; fi
  # For provision/push/guard.ts: what the guard is armed for.
  armed_for
}
refuse_pending() {
  if [[ -e $root$interfaces.new ]]; then
    reasons+=("$interfaces.new exists: a network edit is pending, and reloading the network would also apply it. To see it: diff $interfaces $interfaces.new. Apply or revert it in the web interface under Node > Network.")
  fi
}

refuse_stranger() {
  local operator
  for operator in "$@"; do if lies_in "$client" "$operator"; then return; fi; done
  reasons+=("You connect from $client, which is not in operators ($*): the firewall would lock you out. Add it to operators in homelab.yaml, or connect from an address that is in operators.")
}

refuse_own_way() {
  local device bridge
  device=$(ip -oneline route get "$client" | grep --only-matching --perl-regexp ' dev \K\S+') || return 0
  for bridge in "$@"; do
    if [[ $device == "$bridge" || $device == "$bridge".* || $(carrier_of "$device") == "$bridge" ]]; then
      reasons+=("Your connection ($client) uses $device, and $bridge is about to change. Connect over another network.")
    fi
  done
}
# The device below a VLAN interface, whatever the name of the interface.
carrier_of() { ip -oneline link show dev "$1" | grep --only-matching --perl-regexp '^\d+: [^@:]+@\K[^:]+' || true; }

# lies_in <address> <address or network>: IPv4, as operators are.
lies_in() {
  local network=${2%/*} bits=32 mask
  if [[ $2 == */* ]]; then bits=${2#*/}; fi
  if [[ ! $1 =~ ^[0-9.]+$ ]]; then return 1; fi
  mask=$((0xffffffff << (32 - bits) & 0xffffffff))
  ((($(number "$1") & mask) == ($(number "$network") & mask)))
}
number() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  say $(((a << 24) + (b << 16) + (c << 8) + d))
}
