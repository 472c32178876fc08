import { client, files, reconciler, server, unit } from "./files";
import { sandbox } from "../../support/systemd";

/** Nothing of the machine is its business but its own directory. */
const walls = `${sandbox}CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
UMask=0077
`;

/** The server keeps its data below /var/lib/minio, and reads certificate and key from what systemd lays out for it alone. */
export const serverUnit = (s3: string, console: string): string => `[Unit]
Description=Object storage (Silo)
Documentation=https://github.com/pgsty/silo
Wants=network-online.target ${reconciler}
After=network-online.target

[Service]
Type=notify
User=minio
DynamicUser=yes
StateDirectory=minio
StateDirectoryMode=0700
EnvironmentFile=${files.environment}
LoadCredential=public.crt:${files.certificate}
LoadCredential=private.key:${files.key}
ExecStart=${server} server --address ${s3} --console-address ${console} --certs-dir \${CREDENTIALS_DIRECTORY} /var/lib/minio
Restart=always
RestartSec=5
TimeoutStopSec=60
LimitNOFILE=65536
${walls}
[Install]
WantedBy=multi-user.target
`;

export const reconcilerUnit = `[Unit]
Description=Buckets, users and policies of the object storage
After=${unit}
Requires=${unit}

[Service]
Type=oneshot
RemainAfterExit=yes
DynamicUser=yes
RuntimeDirectory=${reconciler.replace(".service", "")}
EnvironmentFile=${files.environment}
LoadCredential=users:${files.users}
ExecStart=${files.script}
TimeoutStartSec=5min
${walls}
[Install]
WantedBy=multi-user.target
`;

/** The administrator's password only stands in the environment of these programs, which nobody else here may read. */
export const reconcilerScript = (s3: string): string => `#!/usr/bin/env bash
# Makes buckets, users and policies what is declared, as often as it is run. Nothing is ever dropped: a bucket that is
# declared nowhere any more stays and is named, a user is switched off. Run by ${reconciler}.
set -euo pipefail
export HOME=$RUNTIME_DIRECTORY
export MC_HOST_local="https://$MINIO_ROOT_USER:$MINIO_ROOT_PASSWORD@${s3}"
readonly here=\${HOMELAB_MINIO:-/etc/homelab/minio} users=$CREDENTIALS_DIRECTORY/users

mc() { ${client} --config-dir "$RUNTIME_DIRECTORY" "$@"; }
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

# user <name> <secret key>: with the policy of its name and no other. The key goes by standard input, not among arguments.
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
    echo "Nothing declares the user $name. It may no longer sign in."
    quietly admin user disable local "$name"
  fi
done < <(mc --json admin user ls local | jq --raw-output '.accessKey | select(. != null)')
`;
