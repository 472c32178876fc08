# shellcheck shell=bash disable=SC2154,SC2317
# Checks of all files of a service together, by running the service. Sourced by check-configs.sh, after check-guests.sh.

# listening <address>...: gives this network namespace the addresses.
listening() {
  local address
  ip link set lo up
  for address in "$@"; do ip address replace "$address/32" dev lo; done
}

# Changes to /, because only root may be able to enter the present directory.
as() { env --chdir=/ setpriv --reuid="$1" --regid="$1" --clear-groups -- "${@:2}"; }

# The newest installed server starts with the settings and pg_hba.conf, understands each line, and runs the SQL twice.
# The second run revokes the grants of an owner.
postgres_serves() {
  local conf hba here said
  # Not local: the trap reads them at the end.
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort --version-sort | tail --lines=1)
  conf=$(find "$tree/etc/postgresql" -name '*.conf' -path '*conf.d*')
  hba=$(find "$tree/etc/postgresql" -name pg_hba.conf)
  data=$(mktemp --directory)
  listening "$(sed --quiet "s/^listen_addresses = 'localhost,\(.*\)'/\1/p" "$conf")"
  in_place /etc/homelab
  chown postgres /etc/homelab/postgres/key.pem /etc/homelab/postgres/roles.sql
  cp "$conf" "$data/homelab.conf"
  cp "$hba" "$data/hba"
  chown --recursive postgres "$data"
  trap 'as postgres "$bin/pg_ctl" --silent --mode=immediate --pgdata="$data/cluster" stop >/dev/null 2>&1; rm -rf "$data"' EXIT
  as postgres "$bin/initdb" --no-sync --auth=trust --pgdata="$data/cluster"
  "$bin/postgres" -C shared_buffers --config-file="$data/homelab.conf" -D "$data/cluster"
  echo "include '$data/homelab.conf'" >>"$data/cluster/postgresql.conf"
  as postgres "$bin/pg_ctl" --silent --wait --pgdata="$data/cluster" --log="$data/log" \
    --options="-c hba_file=$data/hba -c unix_socket_directories=$data" start || complain "$(<"$data/log")"
  here=(as postgres psql --host="$data" --no-psqlrc --quiet --tuples-only --no-align)
  "${here[@]}" --file=/etc/homelab/postgres/roles.sql --output=/dev/null postgres
  "${here[@]}" postgres <<'SQL'
CREATE ROLE guest;
SELECT format('SET ROLE %I', datname), format('GRANT ALL ON DATABASE %I TO guest WITH GRANT OPTION', datname)
  FROM pg_database WHERE datname = pg_get_userbyid(datdba) AND datname <> 'postgres' LIMIT 1 \gexec
SET ROLE guest;
SELECT format('GRANT CONNECT ON DATABASE %I TO exporter', datname)
  FROM pg_database WHERE datname <> 'postgres' AND has_database_privilege(datname, 'CONNECT') \gexec
SQL
  "${here[@]}" --file=/etc/homelab/postgres/roles.sql --output=/dev/null postgres
  said=$("${here[@]}" postgres <<'SQL'
SELECT rolname || ' may enter ' || datname FROM pg_database, pg_roles
  WHERE NOT rolsuper AND pg_roles.oid <> datdba AND (datname, rolname) <> ('postgres', 'exporter')
    AND has_database_privilege(rolname, datname, 'CONNECT')
SQL
  )
  [[ -z $said ]] || complain "$said"
  said=$("${here[@]}" --command="SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL" postgres)
  [[ -z $said ]] || complain "pg_hba.conf: $said"
}

# The server starts with its file and its list of users, and its administrator can reload the list. Each application can
# use its own keys and channels, and cannot see the names of others.
redis_serves() {
  local conf=/etc/homelab/redis/redis.conf user said
  in_place /etc/homelab
  in_place /usr/local/sbin
  listening "$(sed --quiet 's/^bind 127.0.0.1 //p' "$tree$conf")"
  mkdir -p /var/lib/redis /run/redis
  mount -t tmpfs tmpfs /var/lib/redis
  mount -t tmpfs tmpfs /run/redis
  log=$(mktemp)
  redis-server "$conf" >"$log" 2>&1 &
  # Not local: the trap reads them at the end, also after a failure.
  server=$!
  trap 'kill "$server" 2>/dev/null || true; rm -f "$log"' EXIT
  for _ in {1..50}; do
    if homelab-redis-cli -e ping 2>/dev/null; then break; fi
    sleep 0.1
  done
  homelab-redis-cli -e acl load || complain "$(tail --lines=5 "$log")"
  while IFS= read -r user; do
    for said in "scan 0" "keys neighbour:key" randomkey "client tracking on bcast" "pubsub channels" "pubsub shardchannels" "get neighbour:key"; do
      # shellcheck disable=SC2086 # Words of a command.
      [[ $(homelab-redis-cli acl dryrun "$user" $said) == *"no permissions"* ]] || complain "$user may $said."
    done
    [[ $(homelab-redis-cli acl dryrun "$user" set "$user:key" value) == OK ]] || complain "$user may not write its own keys."
  done < <(homelab-redis-cli acl users | grep --invert-match --extended-regexp '^(default|exporter)$')
  homelab-redis-cli shutdown nosave
}

# The declared settings are applied to a stand-in for Netbird's server; a second run changes nothing. What was made by
# hand is still there.
netbird_converges() {
  local said
  in_place /etc/homelab
  in_place /usr/local/sbin
  ip link set lo up
  STATE_DIRECTORY=$(mktemp --directory) HOMELAB_NETBIRD=$(mktemp --directory)
  export STATE_DIRECTORY HOMELAB_NETBIRD
  cp /etc/homelab/netbird/* "$HOMELAB_NETBIRD"
  jq '.signOn.issuer = "http://127.0.0.1/api/issuer/"' /etc/homelab/netbird/wanted.json >"$HOMELAB_NETBIRD/wanted.json"
  script netbird-stand-in.ts 80 >/dev/null 2>&1 &
  # Not local: the trap reads it at the end.
  server=$!
  trap 'kill "$server"; rm -rf "$STATE_DIRECTORY" "$HOMELAB_NETBIRD"' EXIT
  sign_on_changes
  what_is_ours_goes
  said=$(asked policies 'select(.enabled and (.name | startswith("homelab ") | not)).name')
  [[ $said == "by hand" ]] || complain "These policies of others are enabled: $said"
  said=$(asked users 'select(.idp_id == "idp") | "\(.id) \(.role) \(.auto_groups | join(",")) \(.is_blocked)"')
  [[ $said == $'declared admin of-admins false\nstranger user own true' ]] || complain "The people are now: $said"
  homelab-netbird setup-key "$STATE_DIRECTORY/key"
  grep --quiet . "$STATE_DIRECTORY/key"
}
