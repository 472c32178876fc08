#!/usr/bin/env bash
# @param unit           that runs this
# @param worker         container in which blueprints are applied
# @param declared       where the worker sees the blueprints of what is declared
# @param goneDirectory  where the blueprint for what is no longer declared is kept
# @param gone           where the worker sees that one
# @param certificate    variable by which the directory's blueprint reads its certificate
# @param key            variable by which it reads the key
# @param seconds        that Authentik may take to create its tables
# @param minutes        the same in minutes
# Configures Authentik as declared, and may be run again at any time. It never deletes anything: a person who is no
# longer in homelab.yaml may not sign in, and an application that is no longer declared loses its provider. Run by
# @unit@.
set -euo pipefail
export LC_ALL=C
readonly here=${HOMELAB_AUTHENTIK:-/etc/homelab/authentik} gone=${HOMELAB_AUTHENTIK_GONE:-@goneDirectory@}/gone.yaml known=$STATE_DIRECTORY/declared
readonly at=$1

# Prints at most once a minute.
told=-60
tell() {
  if ((SECONDS - told < 60)); then return; fi
  told=$SECONDS
  printf '%s\n' "$@"
}

# give_up <seconds> <sentence>...
give_up() {
  if ((SECONDS < $1)); then return; fi
  shift
  printf '%s\n' "$@" >&2
  exit 1
}

ready() { curl --silent --fail --output /dev/null "$at/-/health/ready/"; }

# entry <model> <key> <name> <attributes>: changes an existing object, and creates none.
entry() {
  printf '  - model: %s\n    conditions: [!Find [%s, [%s, "%s"]]]\n    identifiers: { %s: "%s" }\n    attrs: { %s }\n' \
    "$1" "$1" "$2" "$3" "$2" "$3" "$4"
}

# forget: prints the blueprint for what is no longer declared. It reads lines of <kind> <name>.
forget() {
  local kind name
  printf 'version: 1\nmetadata:\n  name: Homelab - gone\n  labels: { blueprints.goauthentik.io/instantiate: "false" }\nentries:\n'
  while read -r kind name; do
    if [[ $kind == person ]]; then
      entry authentik_core.user username "$name" "is_active: false"
    else
      entry authentik_core.application slug "$name" "provider: null, meta_hide: true"
    fi
    echo "The $kind $name is no longer declared. Authentik keeps it, but disables it." >&2
  done
}

apply() {
  HOMELAB_DIRECTORY_CERTIFICATE=$(<"$here/certificate.pem") HOMELAB_DIRECTORY_KEY=$(<"$here/key.pem") \
    podman exec --env-file "$here/variables" --env @certificate@ --env @key@ \
    @worker@ ak apply_blueprint "$@" 2>&1
}

# The reasons in an answer, without the entries that they are about.
reasons() { grep --extended-regexp $'^(\t|Error)' <<<"$1" | sed "s/: {'.*//; s/^\t//" | tail --lines=5 || true; }

until ready; do
  tell "Authentik is not ready yet. It is creating its tables or waiting for its database."
  give_up @seconds@ "Authentik is not ready after @minutes@ minutes. Fix: Run journalctl --unit @worker@ --unit authentik-server to see what it is waiting for."
  sleep 5
done

blueprints=()
for file in "$here"/blueprints/*.yaml; do blueprints+=("@declared@/${file##*/}"); done
touch "$known"
lost=$(comm -23 "$known" "$here/declared")
if [[ -n $lost ]]; then
  forget <<<"$lost" >"$gone"
  blueprints+=(@gone@/gone.yaml)
else
  rm -f "$gone"
fi

since=$SECONDS
until said=$(apply "${blueprints[@]}") && [[ $said != *"Entry invalid"* ]]; do
  tell "Authentik does not accept the blueprints yet. At its first start it must first create objects to which they refer:" "$(reasons "$said")"
  give_up $((since + 600)) "Authentik has refused the blueprints for ten minutes:" "$(reasons "$said")"
  sleep 10
done

# A setting that no blueprint can change: avatars are people's initials, not pictures from a service outside.
curl --silent --show-error --fail --output /dev/null --request PATCH --header "@$here/authorization" \
  --header 'Content-Type: application/json' --data '{"avatars": "initials"}' "$at/api/v3/admin/settings/"

sort --unique "$known" "$here/declared" >"$known.new"
mv "$known.new" "$known"
