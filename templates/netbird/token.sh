# shellcheck shell=bash disable=SC2154 # the names are those of the parts before this one, see head.sh
# --- the token -------------------------------------------------------------------------------------------------------

keep_token() {
  printf 'Authorization: Token %s\n' "$1" >"$token.new"
  mv "$token.new" "$token"
}

# The first call makes owner and token, and says the token only this once: its answer is on the disk before it is read.
owner_exists() {
  local answer=$state/setup.json
  if [[ $("${request[@]}" --fail "$api/instance" | jq .setup_required) == true ]]; then
    jq --rawfile password "$here/owner-password" '.owner + {$password, create_pat: true, pat_expire_in: 1}' "$here/wanted.json" |
      "${request[@]}" --fail-with-body --data @- --output "$answer.new" "$api/setup" ||
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
