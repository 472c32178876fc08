#!/usr/bin/env bash
# User, role and tokens of Terraform. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

prepare_access() {
  # Access belongs to the whole cluster, so the caller prepares it on one node.
  if [[ -z ${setting[role]-} ]]; then return; fi
  prepare_role "${setting[role]}" "${setting[privileges]}"
  prepare_user "${setting[user]}"
  prepare_acl "${setting[role]}" "${setting[user]}" "${setting[path]}"
}

prepare_role() {
  local role=$1 wanted=$2 have
  if ! pve_has "/access/roles/$role"; then
    change access "The role $role is made: ${wanted//,/, }." pveum role add "$role" --privs "$wanted"
    return
  fi
  have=$(grep -oE '"[A-Z][A-Za-z.]+"[[:space:]]*:[[:space:]]*"?1' <<<"$answer" | cut -d '"' -f 2 | LC_ALL=C sort | joined || true)
  if [[ $have == "$wanted" ]]; then
    ok access "The role $role has the privileges that Terraform needs."
  else
    change access "The role $role has ${have//,/, }, and gets ${wanted//,/, }." pveum role modify "$role" --privs "$wanted"
  fi
}

prepare_user() {
  if ! pve_has "/access/users/$1"; then
    change access "The user $1 is made, without a password." pveum user add "$1" --comment "Terraform of the homelab"
  elif ! is_true enable <<<"$answer"; then
    change access "The user $1 is enabled." pveum user modify "$1" --enable 1
  else
    ok access "The user $1 exists."
  fi
}

prepare_acl() {
  local role=$1 user=$2 path=$3 entries more
  entries=$(pvesh get /access/acl --output-format json | tr '}' '\n' | grep -F "\"path\":\"$path\"" | grep -F "\"ugid\":\"$user\"" || true)
  if grep -F "\"roleid\":\"$role\"" <<<"$entries" | grep -qF '"propagate":1'; then
    ok access "$user has the role $role on $path."
  else
    change access "$user gets the role $role on $path." pveum acl modify "$path" --users "$user" --roles "$role"
  fi
  more=$(text_of roleid <<<"$entries" | grep -vxF "$role" | joined || true)
  if [[ -n $more ]]; then
    later access "$user also has $more on $path, which it does not need. Remove it when the token is in use: \`pveum acl delete $path --users $user --roles $more\`."
  fi
}

# The caller makes tokens, one by one, because their value goes directly into the vault.
look_at_tokens() {
  local id user name
  for id in ${tokens[@]+"${tokens[@]}"}; do
    user=${id%%!*} name=${id#*!}
    if ! pve_has "/access/users/$user"; then
      say fact "$id" no-user
    elif ! pve_has "/access/users/$user/token/$name"; then
      say fact "$id" absent
    else
      say fact "$id" present
      if is_true privsep <<<"$answer"; then
        change tokens "$id gets the privileges of its user (no privilege separation)." pveum user token modify "$user" "$name" --privsep 0
      fi
    fi
  done
}
