# shellcheck shell=bash disable=SC2034,SC2154 # the names are those of the parts before this one, see head.sh

reconcile_all() {
  local network all path
  settings_are_right
  default_is_off
  sign_on_is_known
  reconcile groups "$(wanted '.groups[]')"
  groups_by_name
  people_are_declared
  reconcile networks "$(wanted .network)"
  network=$(api GET networks | jq --raw-output --argjson one "$(wanted .network)" 'map(select(.name == $one.name))[0].id')
  path=networks/$network
  all=$(wanted '.resources[]')
  reconcile "$path/resources" "$all"
  resources=$(api GET "$path/resources" | jq --compact-output 'map({key: .name, value: .id}) | from_entries')
  reconcile "$path/routers" "$(of '.router | .peer_groups |= map(group)')"
  reconcile policies "$(of '.policies[] | .rules[] |= (.sources |= map(group) | .destinationResource |= resource) | select(.rules[0].sources != [])')"
  reconcile dns/nameservers "$(of '.nameservers[] | .groups |= map(group) | select(.groups != [])')"
  # Objects are removed after those that use them.
  sweep dns/nameservers "$(wanted '.nameservers[]')"
  sweep policies "$(wanted '.policies[]')"
  sweep "$path/resources" "$all"
  sweep groups "$(wanted '.groups[]')"
  say "Netbird: $created created, $changed changed, $removed removed, $unchanged unchanged, $waiting waiting."
}

# First removes keys that are used or expired, and peers that are not connected.
setup_key() {
  local one group id
  groups_by_name >/dev/null
  one=$(of '.setupKey | .auto_groups |= map(group)')
  group=$(jq --raw-output '.auto_groups[0] // ""' <<<"$one")
  if [[ -z $group ]]; then die "Netbird has no group for its routing peer yet." "Fix: Run systemctl restart homelab-netbird.service"; fi
  for id in $(api GET setup-keys | jq --raw-output --argjson one "$one" '.[] | select(.name == $one.name) | .id'); do
    api DELETE "setup-keys/$id" >/dev/null
  done
  for id in $(api GET peers | jq --raw-output --arg group "$group" '.[] | select((.connected | not) and any(.groups[]?; .id == $group)) | .id'); do
    api DELETE "peers/$id" >/dev/null
  done
  api POST setup-keys "$one" | jq --raw-output .key >"$1"
}

mkdir -p "$state"
exec 9>"$state/lock"
flock --timeout 300 9 || die "Another homelab-netbird has been running for 5 minutes. Fix: Look for it with ps -C homelab-netbird, and wait or end it."
server_answers
owner_exists
token_lasts
case ${1:-} in
  "") reconcile_all ;;
  setup-key) setup_key "$2" ;;
  *) die "There is no command $1. Fix: See the head of $0 for the commands." ;;
esac
