#!/usr/bin/env bash
# Makes this machine what a bundle says: packages, files, units. What is right already is not touched, and what an earlier
# bundle put there and this one no longer has goes. When anything fails, the previous files come back.
#
#   apply.sh <apply|dry-run> <who> [script argument...]    the script is told the paths before the first one is written
#
# Beside this script lie the others, the manifest (provision/manifest.ts), and the files below new/.
set -euo pipefail
umask 022
spool=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=templates/push/common.sh
source "$spool/common.sh"
# shellcheck source=templates/push/tell.sh
source "$spool/tell.sh"
readonly mode=$1 who=$2 new=$spool/new old=$spool/old manifest=$spool/manifest
shift 2
readonly before=("$@")

missing=()  # packages
write=()    # paths whose content, mode or owner differs
gone=()     # paths that an earlier bundle put there
declare -A bundled=()

# --- what is to do -----------------------------------------------------------------------------------------------------

plan() {
  write=() gone=()
  each "$manifest" file plan_file
  local path
  while read -r path; do
    if [[ -z ${bundled[$path]:-} ]] && exists "$root$path"; then plan_removal "$path"; fi
  done < <(applied)
  for path in "${write[@]}" "${gone[@]}"; do changed[$path]=1; done
}

# plan_file <path> <mode> <owner>
plan_file() {
  local path=$1
  bundled[$path]=1
  if [[ -d $root$path && ! -L $root$path ]]; then die "$path is a directory here, and the bundle has a file of that name."; fi
  # In a dry run, the package that makes the user may be missing.
  if ! chown "$3" "$new$path" 2>/dev/null && [[ $mode == apply ]]; then die "$path is for $3, and there is no such user here."; fi
  chmod "$2" "$new$path"
  if ! same "$path" "$new"; then write+=("$path"); fi
}

# Whoever changed it by hand has a use for it.
plan_removal() {
  if grep --quiet --line-regexp --fixed-strings -- "$(line_of "$1" "$root$1")" "$state/applied"; then
    gone+=("$1")
  else
    say "leave    $1: it was changed here. Remove it by hand if nobody needs it."
  fi
}

# line_of <path> <file>: as it stands in the list of what we put there.
line_of() { say "$(sha256sum <"$2" | cut --characters=1-64)  $1"; }

missing_packages() {
  missing=()
  each "$manifest" package plan_package
}
plan_package() {
  if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) != installed ]]; then missing+=("$1"); fi
}

# --- doing it --------------------------------------------------------------------------------------------------------

install_packages() {
  if ((${#missing[@]} == 0)); then return; fi
  say "install  ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  local quietly=(--quiet --quiet --option=DPkg::Lock::Timeout=120)
  # One source of many may be closed to us, such as Proxmox's own without a subscription; the installation will tell.
  apt-get "${quietly[@]}" update || say "note     apt-get update failed, see above"
  apt-get "${quietly[@]}" --yes --no-install-recommends \
    --option=Dpkg::Options::=--force-confdef --option=Dpkg::Options::=--force-confold install "${missing[@]}" ||
    die "Packages cannot be installed: ${missing[*]}. No file was changed."
}

# run_check <file> <command>...: {} is the new file.
run_check() {
  local file=$1 said
  shift
  if ! type -P "$1" >/dev/null && [[ $mode == dry-run ]]; then
    say "note     $file is not checked: $1 is not installed yet"
    return 0
  fi
  said=$("${@//\{\}/"$new$file"}" 2>&1) ||
    die "$file is refused by: $*"$'\n'"${said//"$new"/}"$'\n'"Nothing was changed."
}

# All that is needed to take it back, whatever happens next.
remember() {
  local path
  for path in "${write[@]}" "${gone[@]}" "${memory[@]}"; do keep "$path" "$old"; done
  # What was there before our first push returns on the day that a bundle no longer has the file.
  for path in "${write[@]}"; do
    if ! grep --quiet --line-regexp --fixed-strings -- "$path" <<<"$(applied)"; then
      rm -f "$state/original$path"
      keep "$path" "$state/original"
    fi
  done
  if ((${#before[@]} > 0)); then bash "$spool/${before[0]}" "${before[@]:1}" "${write[@]}" "${gone[@]}"; fi
  phase=writing
  mkdir -p "$state"
  printf '%s\n' "${write[@]}" "${gone[@]}" >>"$state/pending"
  for path in "${write[@]}"; do line_of "$path" "$new$path"; done >>"$state/applied"
  renew manifest
}
# renew <file of the memory>: made here, and kept where it is still the same.
renew() {
  if ! cmp --quiet "$spool/$1" "$state/$1"; then cp "$spool/$1" "$state/$1"; fi
}

write_files() {
  local path
  for path in "${write[@]}"; do
    say "write    $path"
    put "$new$path" "$path"
  done
  for path in "${gone[@]}"; do
    say "remove   $path"
    bring_back "$path" "$state/original"
  done
}

# run_health <name> <seconds> <command>...: tried again each second.
run_health() {
  local name=$1 until=$((SECONDS + $2)) said
  shift 2
  until said=$(timeout 10 "$@" 2>&1); do
    if ((SECONDS >= until)); then die "Not healthy: $name. The last answer of \`$*\`:"$'\n'"${said:-nothing}"; fi
    sleep 1
  done
  say "healthy  $name"
}

# It is done: what stands in the memory is what is here.
conclude() {
  local path
  mkdir -p "$state"
  each "$manifest" file applied_line >"$spool/applied"
  renew applied
  renew manifest
  for path in "${gone[@]}"; do rm -f "$state/original$path"; done
  rm -f "$state/pending"
}
applied_line() { line_of "$1" "$new$1"; }

# --- taking it back --------------------------------------------------------------------------------------------------

phase=planning
fail() { die "$*"; }

finish() {
  local code=$?
  trap - EXIT
  if ((code != 0)) && [[ $phase == writing ]]; then put_back; fi
  rm -rf "$new" "$old"
  say "$code" >"$spool/result"
  exit "$code"
}
# Nothing may stop this half-way.
put_back() {
  set +e
  trap '' TERM INT HUP
  # shellcheck disable=SC2317 # take_effect calls it
  fail() { say "note     $*"; }
  say "The previous files come back."
  cp "$manifest" "$spool/newer"
  local path
  for path in "${write[@]}" "${gone[@]}" "${memory[@]}"; do bring_back "$path" "$old"; done
  take_effect "$state/manifest" "$spool/newer"
  say "The previous files are back."
}

# --- the run ---------------------------------------------------------------------------------------------------------

trap finish EXIT
trap 'exit 143' TERM INT HUP

missing_packages
if [[ $mode == apply ]]; then
  say "$who, since $(date '+%H:%M:%S')" >"$root/run/homelab/holder"
  # Packages bring files of their own, which count as what was there before.
  install_packages
fi
plan
if ((${#changed[@]} > 0)); then each "$manifest" check run_check; fi
if [[ $mode == dry-run ]]; then
  show
  summary "to install" "to change" "to remove" "to restart"
  exit 0
fi
if ((${#changed[@]} > 0)); then
  remember
  write_files
fi
# An interrupted run has written files that nothing runs on yet.
if [[ -f $state/pending ]]; then while read -r path; do changed[$path]=1; done <"$state/pending"; fi
reload_systemd
each "$manifest" step run_step
each "$manifest" unit settle_unit
each "$manifest" health run_health
conclude
phase=ended
summary installed changed removed restarted
