# shellcheck shell=bash disable=SC2154,SC2317
# Checks of the files of guests. Sourced by check-configs.sh, whose `tree`, `complain` and `in_place` it uses.

# only_lines <pattern> <file>: every line matches the pattern.
only_lines() { ! grep --invert-match --line-regexp --extended-regexp -- "$1" "$2" >&2; }

# apt reads the file, and every option is in a section that programs read.
apt_reads() {
  APT_CONFIG=$1 apt-config dump
  ! grep --perl-regexp '^(?!//|#clear|  "|}|$)(?!(APT|Acquire|Unattended-Upgrade)::)' "$1" >&2
}

# apt prints the index that it would fetch, without fetching it.
sources_read() {
  local directory
  directory=$(dirname "$1")
  apt-get update --print-uris --option=Dir::Etc::sourcelist=/dev/null --option=Dir::Etc::sourceparts="$directory" | grep /InRelease
}

# Debian's own file of the same name has every option, commented out.
options_are_known() {
  local example name
  example=/etc/systemd/$(basename "$(dirname "${1%.d/*}.d/x")" .d)
  only_lines '\[[A-Z][a-z]+\]|[A-Za-z]+=[A-Za-z0-9]+' "$1"
  while IFS= read -r name; do
    grep --quiet "^#\?$name=" "$example" || complain "$example has no $name."
  done < <(sed --quiet 's/=.*//p' "$1")
}

locale_exists() {
  only_lines 'LANG=[A-Za-z0-9._-]+' "$1"
  LC_ALL=$(sed 's/LANG=//' "$1") locale charmap
}

# Certificates and keys, and nothing before the first.
pem_reads() {
  [[ $(head --lines=1 "$1") == -----BEGIN* ]] || complain "The file does not begin with a key or a certificate."
  if grep --quiet 'BEGIN CERTIFICATE' "$1"; then openssl x509 -in "$1" -noout; fi
  if grep --quiet 'PRIVATE KEY' "$1"; then openssl pkey -in "$1" -noout; fi
}

json_reads() { node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$1"; }
yaml_reads() {
  (cd "$(dirname "${BASH_SOURCE[0]}")/.." && node -e 'require("yaml").parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$1")
}

# Podman's generator makes a unit from it, and rejects unknown keys.
quadlet_generates() {
  local directory said
  directory=$(mktemp --directory)
  cp "$1" "$directory"
  said=$(QUADLET_UNIT_DIRS=$directory "$PODMAN_TREE/usr/libexec/podman/quadlet" --dryrun 2>&1 >/dev/null) || complain "$said"
  rm -r "$directory"
}

# Podman's own file of the same name has every option, commented out.
podman_knows() {
  local name
  only_lines '#.*|\[[a-z]+\]|[a-z_]+ = ("[a-z/-]+"|[0-9]+|true|false)|' "$1"
  while IFS= read -r name; do
    grep --quiet "^#\? \?$name = " "$PODMAN_TREE/usr/share/containers/containers.conf" || complain "Podman has no $name."
  done < <(sed --quiet 's/^\([a-z_]*\) = .*/\1/p' "$1")
}

# A blueprint of Authentik: YAML with tags that Authentik resolves.
blueprint_reads() {
  (cd "$(dirname "${BASH_SOURCE[0]}")/.." && node -e '
    const customTags = ["!KeyOf", "!Env"].map((tag) => ({ tag, resolve: (text) => text }));
    const read = require("yaml").parseDocument(require("fs").readFileSync(process.argv[1], "utf8"), { customTags });
    for (const fault of [...read.errors, ...read.warnings]) throw fault;
    if (!Array.isArray(read.toJS().entries)) throw new Error("It has no entries.");
  ' "$1")
}

# Units and programs of packages that are not installed here are replaced by stand-ins.
units_are_sound() {
  local units=() path unit program
  in_place /etc/systemd/system
  if [[ -d $tree/usr/local/sbin ]]; then in_place /usr/local/sbin; fi
  mkdir -p /run/systemd/system
  mount -t tmpfs tmpfs /run/systemd/system
  if [[ -d $tree/etc/containers/systemd ]]; then
    QUADLET_UNIT_DIRS=$tree/etc/containers/systemd "$PODMAN_TREE/usr/libexec/podman/quadlet" /run/systemd/system
    for path in /run/systemd/system/*.service; do units+=("${path##*/}"); done
  fi
  for path in "$tree"/etc/systemd/system/*; do
    # An empty file masks the unit.
    if [[ ! -s $path ]]; then continue; fi
    unit=$(basename "${path%.d}")
    units+=("$unit")
    if [[ -d $path ]]; then stand_in "$unit"; fi
  done
  while IFS= read -r unit; do
    if [[ $unit == *.service && ! -f $tree/etc/systemd/system/$unit && ! -f /run/systemd/system/$unit ]]; then
      stand_in "$unit"
    fi
  done < <(said_by_units 's/^\(Requires\|After\)=//p')
  while IFS= read -r program; do
    if [[ ! -x $program && $program != /usr/local/sbin/* ]]; then program_stands_in "$program"; fi
  done < <(said_by_units 's/^Exec[A-Za-z]*=[+-]\?\(\/[^ ]*\).*/\1/p')
  systemd-analyze verify --man=no "${units[@]}"
}

# said_by_units <sed script>
said_by_units() { find "$tree/etc/systemd/system" /run/systemd/system -type f -exec sed --quiet "$1" {} +; }

# stand_in <unit>
stand_in() {
  local known=/lib/systemd/system
  if [[ -e $known/$1 || -e $known/${1%%@*}@.service ]]; then return; fi
  printf '[Service]\nExecStart=/bin/true\n' >"/run/systemd/system/$1"
}

program_stands_in() {
  local directory
  directory=$(dirname "$1")
  if ! mountpoint --quiet "$directory"; then
    # In memory, because the disk may itself be an overlay.
    mkdir -p "$tree.overlay"
    mountpoint --quiet "$tree.overlay" || mount -t tmpfs tmpfs "$tree.overlay"
    mkdir -p "$directory" "$tree.overlay/upper$directory" "$tree.overlay/work$directory"
    mount -t overlay overlay -o "lowerdir=$directory,upperdir=$tree.overlay/upper$directory,workdir=$tree.overlay/work$directory" "$directory"
  fi
  ln --symbolic --force /bin/true "$1"
}

script() {
  cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
  exec node --require tsx/cjs "scripts/$1" "${@:2}"
}

# keys_known <what> <file>: for programs that Debian does not package.
keys_known() { (script check-keys.ts "$@"); }

# A complete page in standards mode, whose links to neighbouring files are valid.
page_reads() {
  local link
  [[ $(head --lines=1 "$1") == "<!doctype html>" && $(tail --lines=1 "$1") == "</html>" ]] || complain "The page is not complete."
  while IFS= read -r link; do
    [[ -f $(dirname "$1")/$link ]] || complain "The file $link does not exist."
  done < <(grep --only-matching --perl-regexp '(?<=href=")[^":]+(?=")' "$1")
}

# asked <list> <jq>: queries each item of a list on Netbird's stand-in.
asked() {
  curl --silent --header "@$STATE_DIRECTORY/token" "http://127.0.0.1/api/$1" | jq --raw-output ".[] | $2" | sort
}

# netbird_says <expected beginning of a run's last line>
netbird_says() {
  local said
  said=$(homelab-netbird | tail --lines=1)
  [[ $said == "Netbird: $1, "* ]] || complain "Expected $1, but got: $said"
}

# A sign-on that answers is registered, and updated when its password has changed.
sign_on_changes() {
  local said
  said=$(homelab-netbird)
  [[ $said == *"created  sign-on http://127.0.0.1/api/issuer/"* ]] || complain "No sign-on was created: $said"
  netbird_says "0 created, 0 changed, 0 removed"
  printf 'another' >"$HOMELAB_NETBIRD/client-secret"
  netbird_says "0 created, 1 changed, 0 removed"
  said=$(asked identity-providers .client_secret)
  [[ $said == another ]] || complain "The password of the sign-on is still $said."
}

# What is no longer in homelab.yaml is removed: a machine with the policies for it, the names, a group.
what_is_ours_goes() {
  local less
  curl --silent --header "@$STATE_DIRECTORY/token" --data '{"name":"homelab former"}' http://127.0.0.1/api/groups >/dev/null
  less=$(jq '.resources[0].name as $gone | (.policies | map(select(.rules[0].destinationResource == $gone)) | length) as $policies
    | {gone: ($policies + (.nameservers | length) + 2), wanted: (.resources |= .[1:] | .nameservers = []
      | .policies |= map(select(.rules[0].destinationResource != $gone)))}' "$HOMELAB_NETBIRD/wanted.json")
  jq .wanted <<<"$less" >"$HOMELAB_NETBIRD/wanted.json"
  netbird_says "0 created, 0 changed, $(jq .gone <<<"$less") removed"
}
