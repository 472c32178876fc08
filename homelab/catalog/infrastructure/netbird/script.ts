import { netbirdState } from "../../support/netbird";
import { reconciling } from "./reconciling";

/**
 * Configures the server by its API, and makes the routing peer's key. bash and jq, as every other script of the homelab:
 * what is wanted is computed beforehand, and only compared here.
 *
 * @param port Of the server, on the guest itself.
 */
export const script = (port: number): string => `#!/usr/bin/env bash
# Makes what Netbird knows what is declared, as often as it is run. What people made by hand stays: only what begins with
# "homelab " is ours, and goes when nothing declares it any more.
#
#   homelab-netbird                    owner, sign-on, settings, groups, networks, policies, DNS
#   homelab-netbird setup-key <file>   writes a key for the routing peer into the file, good for one peer and one day
#
# Ends with 0 when all is as declared, or waits for somebody, which it says.
set -euo pipefail
umask 077
readonly here=\${HOMELAB_NETBIRD:-/etc/homelab/netbird} state=\${STATE_DIRECTORY:-/var/lib/${netbirdState}}
readonly api=\${HOMELAB_NETBIRD_API:-http://127.0.0.1:${port}/api} token=$state/token

${access}
${reconciling}
${all}`;

/** The server's answers, its owner, and the token that stands for the owner. */
const access = `created=0 changed=0 removed=0 unchanged=0 waiting=0

say() { printf '%s\\n' "$*"; }
die() {
  printf '%s\\n' "$@" >&2
  exit 1
}
waits() {
  waiting=$((waiting + 1))
  say "waits    $*"
}
wanted() { jq --compact-output "$1" "$here/wanted.json"; }

# --- the server ------------------------------------------------------------------------------------------------------

# Secrets go by standard input and by files: what stands among arguments, everybody here may read.
readonly request=(curl --silent --show-error --max-time 30 --header "Content-Type: application/json")

# api <method> <path> [body]: what it answers.
api() {
  local answer status
  answer=$("\${request[@]}" --request "$1" --header "@$token" \${3+--data @-} --write-out '%{http_code}' "$api/$2" <<<"\${3-}") ||
    die "Netbird's server broke off at $1 /api/$2. On this guest: journalctl --unit netbird-server.service"
  status=\${answer: -3} answer=\${answer::-3}
  case $status in
    # An empty list is sometimes none.
    2*) if [[ $answer == null* ]]; then say '[]'; else say "$answer"; fi ;;
    401) die "Netbird refuses the token in $token." "$lost" ;;
    *) die "Netbird refuses $1 /api/$2 with $status: $(jq --raw-output .message <<<"$answer" 2>/dev/null || say "$answer")" ;;
  esac
}
readonly lost="Fix: Sign on at Netbird's dashboard as the owner, with the password that the vault has. Make an access token under Settings > Personal access tokens, and write the line \\"Authorization: Token <it>\\" into $token."

reachable() { curl --silent --fail --max-time 10 --output /dev/null "$1"; }

server_answers() {
  local until=$((SECONDS + 180))
  if reachable "$api/instance"; then return; fi
  say "waits    for Netbird's server, up to 3 minutes"
  until reachable "$api/instance"; do
    if ((SECONDS >= until)); then
      die "Netbird's server does not answer at $api/instance. It starts once PostgreSQL lets it in: journalctl --unit netbird-server.service"
    fi
    sleep 2
  done
}

# --- the token -------------------------------------------------------------------------------------------------------

keep_token() {
  printf 'Authorization: Token %s\\n' "$1" >"$token.new"
  mv "$token.new" "$token"
}

# The first call makes owner and token, and says the token only this once: its answer is on the disk before it is read.
owner_exists() {
  local answer=$state/setup.json
  if [[ $("\${request[@]}" --fail "$api/instance" | jq .setup_required) == true ]]; then
    jq --rawfile password "$here/owner-password" '.owner + {$password, create_pat: true, pat_expire_in: 1}' "$here/wanted.json" |
      "\${request[@]}" --fail-with-body --data @- --output "$answer.new" "$api/setup" ||
      die "Netbird does not make its owner: $(cat "$answer.new")"
    mv "$answer.new" "$answer"
    count created "owner $(jq --raw-output .owner.email "$here/wanted.json")"
  fi
  if [[ -f $answer ]]; then
    keep_token "$(jq --raw-output .personal_access_token "$answer")"
    rm "$answer"
  fi
  if [[ ! -s $token ]]; then die "Netbird has an owner, and its token is not here ($token)." "$lost"; fi
}

token_lasts() {
  local me tokens id fresh
  me=$(api GET users/current | jq --raw-output .id)
  tokens=$(api GET "users/$me/tokens")
  # Sixty days are left for whoever is on a journey.
  if jq --exit-status 'any(.[]; .name == "homelab" and (.expiration_date[:19] + "Z" | fromdate) > now + 60 * 86400)' <<<"$tokens" >/dev/null; then return; fi
  fresh=$(api POST "users/$me/tokens" '{"name":"homelab","expires_in":365}')
  keep_token "$(jq --raw-output .plain_token <<<"$fresh")"
  for id in $(jq --raw-output '.[] | select(.name == "homelab" or .name == "setup-token") | .id' <<<"$tokens"); do
    api DELETE "users/$me/tokens/$id" >/dev/null
  done
  count changed "token of the homelab, good for a year"
}
`;

/** Everything, in an order in which each thing finds what it needs. */
const all = `reconcile_all() {
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
  # What is used goes after what uses it.
  sweep dns/nameservers "$(wanted '.nameservers[]')"
  sweep policies "$(wanted '.policies[]')"
  sweep "$path/resources" "$all"
  sweep groups "$(wanted '.groups[]')"
  say "Netbird: $created created, $changed changed, $removed removed, $unchanged unchanged, $waiting waiting."
}

# A key that is used or too old, and a peer that is lost, make place.
setup_key() {
  local one group id
  groups_by_name >/dev/null
  one=$(of '.setupKey | .auto_groups |= map(group)')
  group=$(jq --raw-output '.auto_groups[0] // ""' <<<"$one")
  if [[ -z $group ]]; then die "Netbird has no group for its routing peer yet." "Fix: systemctl restart homelab-netbird.service"; fi
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
flock --timeout 300 9 || die "Another homelab-netbird has been at work for 5 minutes: ps -C homelab-netbird"
server_answers
owner_exists
token_lasts
case \${1:-} in
  "") reconcile_all ;;
  setup-key) setup_key "$2" ;;
  *) die "There is no $1: see the head of $0." ;;
esac
`;
