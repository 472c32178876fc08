# shellcheck shell=bash disable=SC2154 # the names are those of the parts before this one, see head.sh
# --- what is declared ------------------------------------------------------------------------------------------------

# Netbird does not return the client's password, so the script remembers the hash of the last one.
sign_on_is_known() {
  local one issuer have id mark
  one=$(wanted '.signOn // empty')
  if [[ -z $one ]]; then return; fi
  issuer=$(jq --raw-output .issuer <<<"$one")
  have=$(api GET identity-providers)
  id=$(jq --raw-output --argjson one "$one" 'map(select(.name == $one.name))[0].id // ""' <<<"$have")
  mark=$({ printf '%s' "$one" && cat "$here/client-secret"; } | sha256sum)
  if [[ -n $id && $mark == "$(cat "$state/sign-on" 2>/dev/null)" ]] &&
    jq --exit-status --arg id "$id" --argjson one "$one" "$compare"'.[] | select(.id == $id) | same($one)' <<<"$have" >/dev/null; then
    unchanged=$((unchanged + 1))
    return
  fi
  # Netbird queries this address before it accepts a provider.
  if ! reachable "${issuer%/}/.well-known/openid-configuration"; then
    waits "for the sign-on to answer at $issuer"
    return
  fi
  one=$(jq --rawfile secret "$here/client-secret" '.client_secret = $secret' <<<"$one")
  if [[ -z $id ]]; then
    api POST identity-providers "$one" >/dev/null
    count created "sign-on $issuer"
  else
    api PUT "identity-providers/$id" "$one" >/dev/null
    count changed "sign-on $issuer"
  fi
  printf '%s' "$mark" >"$state/sign-on"
}

settings_are_right() {
  local account one
  account=$(api GET accounts | jq --compact-output '.[0]')
  one=$(wanted .account)
  if jq --exit-status --argjson one "$one" "$compare"'same($one)' <<<"$account" >/dev/null; then
    unchanged=$((unchanged + 1))
    return
  fi
  api PUT "accounts/$(jq --raw-output .id <<<"$account")" "$(jq --argjson one "$one" '{settings, onboarding} * $one' <<<"$account")" >/dev/null
  count changed settings
}

# Netbird creates this policy with the account: it lets everybody reach everything.
default_is_off() {
  local policy
  policy=$(api GET policies | jq --compact-output 'map(select(.name == "Default" and .enabled and
    (.description | startswith("This is a default rule"))))[0] // empty')
  if [[ -z $policy ]]; then return; fi
  api PUT "policies/$(jq --raw-output .id <<<"$policy")" "$(jq '.enabled = false | .rules[] |= (.enabled = false
    | .sources |= map(.id) | .destinations |= map(.id))' <<<"$policy")" >/dev/null
  count changed "policies Default, now off"
}

# The sign-on passes the names of a person's groups, and Netbird creates a group when its first member signs on. It
# never adds people to a group that was made by hand.
groups_by_name() {
  local all name
  all=$(api GET groups)
  groups=$(jq --compact-output --argjson people "$(wanted .people)" \
    'map(select((.issued == "jwt" and (.name | IN($people[]))) or (.name | startswith("homelab ")))) | map({key: .name, value: .id}) | from_entries' <<<"$all")
  for name in $(wanted .people | jq --raw-output --argjson groups "$groups" '.[] | select($groups[.] == null)'); do
    if jq --exit-status --arg name "$name" 'any(.[]; .name == $name)' <<<"$all" >/dev/null; then
      die "The group $name was made by hand, but Netbird adds people only to groups that it creates itself when somebody signs on." "Fix: Rename the group in Netbird's dashboard."
    fi
    waits "for the first member of the group $name to sign on; its policies follow within five minutes"
  done
}

# The script identifies users from the sign-on by their mail address in homelab.yaml. Administrators of the homelab
# become administrators of Netbird; the owner, and users with another role, keep their role. A user leaves old groups
# now, and joins new ones at the next sign-on. A user who is no longer declared is blocked, with every device.
people_are_declared() {
  local users one
  users=$(api GET users | jq --compact-output --argjson groups "$groups" --argjson providers "$(api GET identity-providers)" \
    --argjson wanted "$(wanted '{administrators, groups: .people, members, name: .signOn.name}')" '
    ($providers | map(select(.name == $wanted.name))[0].id) as $provider
    | .[] | select($provider != null and .idp_id == $provider and .role != "owner")
    | $wanted.members[.email // "" | ascii_downcase] as $member
    | ([$wanted.groups[] | select(IN(($member // [])[]) | not) | $groups[.] // empty]) as $left
    | .wanted = {
        role: (if .role | IN("admin", "user") | not then .role elif $member != null and ($wanted.administrators | IN($member[])) then "admin" else "user" end),
        auto_groups: ((.auto_groups // []) - $left),
        is_blocked: ((.is_blocked // false) or $member == null)
      }
    | select(.wanted != {role, auto_groups: (.auto_groups // []), is_blocked: (.is_blocked // false)})')
  while IFS= read -r one; do
    if [[ -z $one ]]; then continue; fi
    api PUT "users/$(jq --raw-output .id <<<"$one")" "$(jq .wanted <<<"$one")" >/dev/null
    count changed "$(jq --raw-output '"\(.email), now \(.wanted.role)\(if .wanted.is_blocked then ", blocked" else "" end)"' <<<"$one")"
  done <<<"$users"
}

# of <jq>: what is declared, with the ids of existing groups and resources; groups that do not exist are left out.
of() {
  jq --compact-output --argjson groups "$groups" --argjson resources "${resources:-null}" "
    def group: \$groups[.] // empty;
    def resource: {id: (\$resources[.] // error(\"There is no resource \" + .)), type: \"host\"};
    $1" "$here/wanted.json"
}
