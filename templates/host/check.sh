# shellcheck shell=bash disable=SC2154 # the names are those of guard.sh, which sources this
# May the network of this host be changed now, from where this runs?

# check <who> <operator>... -- <bridge of ours>...: says no with every reason against it.
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
    reasons+=("It cannot be told from which address you come: this does not run over SSH.")
  else
    refuse_stranger "${operators[@]}"
    refuse_own_way "$@"
  fi
  if [[ -n $(armed_by) && $(armed_by) != "$who" ]] && ! has_returned; then
    reasons+=("A rollback is armed by $(armed_by), $(seconds_left) s before it starts. Wait until they have confirmed, or it is over.")
  fi
  if ((${#reasons[@]} > 0)); then die "$(printf '%s\n' "The network of this host may not be changed now." "${reasons[@]/#/- }")"; fi
  # For provision/push/guard.ts: what it is armed for, if it is.
  armed_for
}
refuse_pending() {
  if [[ -e $root$interfaces.new ]]; then
    reasons+=("$interfaces.new exists: somebody's network edit is pending, and reloading the network would apply it as well. See it with: diff $interfaces $interfaces.new. Apply or revert it in the web interface under Node > Network.")
  fi
}

refuse_stranger() {
  local operator
  for operator in "$@"; do if lies_in "$client" "$operator"; then return; fi; done
  reasons+=("You come from $client, which is none of the operators ($*): the firewall would shut you out. Add it to operators in homelab.yaml, or come from one of them.")
}

refuse_own_way() {
  local device bridge
  device=$(ip -oneline route get "$client" | grep --only-matching --perl-regexp ' dev \K\S+') || return 0
  for bridge in "$@"; do
    if [[ $device == "$bridge" || $device == "$bridge".* || $(carrier_of "$device") == "$bridge" ]]; then
      reasons+=("Your own connection ($client) goes over $device, and $bridge is about to be changed. Come in over another network.")
    fi
  done
}
# What a VLAN interface is on, whatever it is called.
carrier_of() { ip -oneline link show dev "$1" | grep --only-matching --perl-regexp '^\d+: [^@:]+@\K[^:]+' || true; }

# lies_in <address> <address or network>, IPv4 as operators are.
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
