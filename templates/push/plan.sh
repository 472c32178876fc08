# shellcheck shell=bash disable=SC2034,SC2154 # shared with apply.sh, which sources this
# Finds the differences between a bundle and this machine.

missing=() # packages
write=()   # paths whose content, mode or owner differs
gone=()    # paths that an earlier bundle put there
scope=/    # only paths with this prefix
declare -A bundled=() held=() sum=() tree=()
declare -A ours=()    # path that we put there -> its hashes: an interrupted run leaves two
declare -A pending=() # path that no unit uses yet -> 1

# plan [scope]
plan() {
  local path
  write=() gone=() scope=${1:-/}
  recall
  each "$manifest" file plan_file
  each "$manifest" artifact plan_artifact
  while read -r path; do
    if [[ -z ${bundled[$path]:-} && $path == "$scope"* ]] && exists "$root$path"; then plan_removal "$path"; fi
  done < <(applied)
  for path in "${write[@]}" "${gone[@]}"; do changed["$path"]=1; done
}
recall() {
  local line
  ours=() pending=()
  if [[ -f $state/applied ]]; then
    while IFS= read -r line; do ours[${line:66}]+=" ${line:0:64} "; done <"$state/applied"
  fi
  if [[ -f $state/pending ]]; then
    while IFS= read -r line; do pending[$line]=1; done <"$state/pending"
  fi
}

# The hashes of the new files.
read_sums() {
  local line
  # A bundle without files has no such directory.
  if [[ ! -d $new ]]; then return; fi
  while IFS= read -rd '' line; do
    sum[${line:67}]=${line:0:64}
  done < <(cd "$new" && find . -type f -exec sha256sum --zero {} +)
}

# plan_file <path> <mode> <owner> [secret]
plan_file() {
  local path=$1
  bundled[$path]=1
  if [[ $path != "$scope"* ]]; then return 0; fi
  if [[ ${4:-} == secret ]]; then held[$path]=1; fi
  tree[$path]=$new
  refuse_directory "$path"
  dress "$@"
  if ! same "$path" "$new"; then write+=("$path"); fi
}

# plan_artifact <path> <mode> <owner> <sha256>: the file was sent before, unless the machine already had it.
plan_artifact() {
  local path=$1 here=$root$1
  bundled[$path]=1
  if [[ $path != "$scope"* ]]; then return 0; fi
  tree[$path]=$incoming sum[$path]=$4
  refuse_directory "$path"
  if [[ -f $here && ! -L $here && $(sum_of "$here") == "$4" ]]; then
    if [[ $(stat --format='%a %U:%G' "$here") == "$2 $3" ]]; then return 0; fi
    if [[ $mode == apply ]]; then keep "$path" "$incoming"; fi
  fi
  if [[ $mode == apply ]]; then
    # It arrived before this push had the lock, so another push may have replaced it.
    if [[ ! -f $incoming$path || $(sum_of "$incoming$path") != "$4" ]]; then
      die "$path has arrived, but has disappeared or changed since. Nothing was changed. Fix: Run the push again."
    fi
    dress "$@"
  fi
  write+=("$path")
}

refuse_directory() {
  if [[ -d $root$1 && ! -L $root$1 ]]; then die "$1 is a directory on this machine, but a file in the bundle. $(nothing_changed) Fix: Move the directory away."; fi
}

# dress <path> <mode> <owner>
dress() {
  local file=${tree[$1]}$1
  # In a dry run, the package that makes the user may be missing.
  if ! chown "$3" "$file" 2>/dev/null && [[ $mode == apply ]]; then die "$1 belongs to $3, but this machine has no such user or group. $(nothing_changed) Fix: Add the package that makes it to the bundle, or find out above why its installation failed."; fi
  chmod "$2" "$file"
}

# was_ours <path> <hash>
was_ours() { [[ ${ours[$1]:-} == *" $2 "* ]]; }

# A file that was changed by hand may still be needed.
plan_removal() {
  if was_ours "$1" "$(sum_of "$root$1")"; then
    gone+=("$1")
  else
    say "leave    $1: it was changed on this machine. Remove it by hand if it is not needed."
  fi
}

sum_of() {
  local line
  line=$(sha256sum <"$1")
  say "${line:0:64}"
}

missing_packages() {
  missing=()
  each "$manifest" package plan_package
}
plan_package() {
  if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) != installed ]]; then missing+=("$1"); fi
}

# --- checks before writing -------------------------------------------------------------------------------------------

# run_check <file> <command>...: {} is the new file.
run_check() {
  local file=$1 said
  shift
  if [[ $file != "$scope"* ]]; then return 0; fi
  if ! type -P "$1" >/dev/null && [[ $mode == dry-run ]]; then
    say "note     $file is not checked: $1 is not installed yet"
    return 0
  fi
  said=$("${@//\{\}/"$new$file"}" 2>&1) ||
    die "$file was rejected by: $*"$'\n'"${said//"$new"/}"$'\n'"$(nothing_changed)"
}
nothing_changed() { if [[ $phase == planning ]]; then say "Nothing was changed."; fi; }

# A push that stops half-way is worse than none.
refuse_full_disk() {
  local path free needed=1024
  for path in "${write[@]}"; do needed=$((needed + $(stat --format=%s "${tree[$path]}$path") / 1024 + 4)); done
  free=$(df --output=avail --block-size=1K "$root/" | tail -n 1)
  if ((needed > free)); then
    die "The disk is full: $needed KiB are needed, $free KiB are free. $(nothing_changed) Fix: Free some space (apt-get clean, journalctl --vacuum-size=50M), or give the machine a larger disk."
  fi
}
