# shellcheck shell=bash disable=SC2154 # the names are those of the parts before this one, see head.sh
# --- the token -------------------------------------------------------------------------------------------------------

keep_token() {
  printf 'Authorization: Token %s\n' "$1" >"$token.new"
  mv "$token.new" "$token"
}

# The first call creates owner and token, and Netbird shows the token only once: its answer is saved before it is read.
owner_exists() {
  local answer=$state/setup.json
  if [[ $("${request[@]}" --fail "$api/instance" | jq .setup_required) == true ]]; then
    jq --rawfile password "$here/owner-password" '.owner + {$password, create_pat: true, pat_expire_in: 1}' "$here/wanted.json" |
      "${request[@]}" --fail-with-body --data @- --output "$answer.new" "$api/setup" ||
      die "Netbird did not create its owner: $(cat "$answer.new")"
    mv "$answer.new" "$answer"
    count created "owner $(jq --raw-output .owner.email "$here/wanted.json")"
  fi
  if [[ -f $answer ]]; then
    keep_token "$(jq --raw-output .personal_access_token "$answer")"
    rm "$answer"
  fi
  if [[ ! -s $token ]]; then die "Netbird has an owner, but the owner's token is missing ($token)." "$lost"; fi
}

token_lasts() {
  local me tokens id fresh
  me=$(api GET users/current | jq --raw-output .id)
  tokens=$(api GET "users/$me/tokens")
  # Renewed sixty days early, so that a long absence does no harm.
  if jq --exit-status 'any(.[]; .name == "homelab" and (.expiration_date[:19] + "Z" | fromdate) > now + 60 * 86400)' <<<"$tokens" >/dev/null; then return; fi
  fresh=$(api POST "users/$me/tokens" '{"name":"homelab","expires_in":365}')
  keep_token "$(jq --raw-output .plain_token <<<"$fresh")"
  for id in $(jq --raw-output '.[] | select(.name == "homelab" or .name == "setup-token") | .id' <<<"$tokens"); do
    api DELETE "users/$me/tokens/$id" >/dev/null
  done
  count changed "token of the homelab, valid for a year"
}
