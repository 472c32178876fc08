#!/usr/bin/env bash
# @param unit     systemd unit that runs this
# @param address  address and port of the S3 API
# @param client   program that administers the server
# Brings buckets, users and policies to the declared state; idempotent. It never drops anything: a bucket that is no
# longer declared stays, and a message names it; such a user is disabled. Run by @unit@.
set -euo pipefail
export HOME=$RUNTIME_DIRECTORY
export MC_HOST_local="https://$MINIO_ROOT_USER:$MINIO_ROOT_PASSWORD@@address@"
readonly here=${HOMELAB_MINIO:-/etc/homelab/minio} users=$CREDENTIALS_DIRECTORY/users

mc() { @client@ --config-dir "$RUNTIME_DIRECTORY" "$@"; }
quietly() { mc --quiet "$@" >/dev/null; }

# bucket <name> <GiB> <versions|plain>
bucket() {
  quietly mb --ignore-existing "local/$1"
  if [[ $3 == versions ]]; then
    quietly version enable "local/$1"
  elif [[ $(mc --json version info "local/$1" | jq --raw-output .versioning.status) == Enabled ]]; then
    quietly version suspend "local/$1"
  fi
  quietly quota set "local/$1" --size "$2GiB"
  if [[ -f $here/lifecycle/$1.json ]]; then
    quietly ilm rule import "local/$1" <"$here/lifecycle/$1.json"
  else
    quietly ilm rule remove --all --force "local/$1" 2>/dev/null || true
  fi
}

# user <name> <secret key>: with the policy of the same name and no other. The key is passed by standard input.
user() {
  local policy held=no
  quietly admin user add local "$1" <<<"$2"
  quietly admin user enable local "$1"
  quietly admin policy create local "$1" "$here/policies/$1.json"
  while IFS= read -r policy; do
    if [[ $policy == "$1" ]]; then held=yes; else quietly admin policy detach local "$policy" --user "$1"; fi
  done < <(mc --json admin user info local "$1" | jq --raw-output '.policyName // "" | split(",")[] | select(. != "")')
  if [[ $held == no ]]; then quietly admin policy attach local "$1" --user "$1"; fi
}

# declared <file> <name>
declared() { cut --delimiter=' ' --fields=1 "$1" | grep --quiet --line-regexp --fixed-strings -- "$2"; }

until mc ready local >/dev/null 2>&1; do sleep 1; done

while read -r name gib versions; do bucket "$name" "$gib" "$versions"; done <"$here/buckets"
while read -r name key; do user "$name" "$key"; done <"$users"

while IFS= read -r name; do
  declared "$here/buckets" "$name" || echo "Nothing declares the bucket $name. It is kept."
done < <(mc --json ls local | jq --raw-output '.key | rtrimstr("/")')
while IFS= read -r name; do
  if ! declared "$users" "$name"; then
    echo "Nothing declares the user $name. It is kept, and may no longer sign in."
    quietly admin user disable local "$name"
  fi
done < <(mc --json admin user ls local | jq --raw-output '.accessKey | select(. != null)')
