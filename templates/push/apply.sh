#!/usr/bin/env bash
# Applies a bundle to this machine: packages, files, units. It does not touch what is already correct, and removes what
# only an earlier bundle had. When anything fails, it restores the previous files.
#
#   apply.sh <apply|dry-run> <who> [script argument...]    the script gets the paths before the first one is written
#
# The same directory contains the other scripts, the manifest (provision/push/manifest.ts), and the files below new/.
set -euo pipefail
umask 022
spool=${BASH_SOURCE[0]%/*}
# shellcheck source=templates/push/common.sh
source "$spool/common.sh"
# shellcheck source=templates/push/tell.sh
source "$spool/tell.sh"
# shellcheck source=templates/push/plan.sh
source "$spool/plan.sh"
# shellcheck source=templates/push/packages.sh
source "$spool/packages.sh"
readonly mode=$1 who=$2 new=$spool/new old=$spool/old manifest=$spool/manifest incoming=$state/incoming
shift 2
readonly before=("$@")

touched=() # paths that were written or removed, or are about to be
written=0 removed=0

# --- doing it --------------------------------------------------------------------------------------------------------

# Carries out the last plan.
place() {
  written=$((written + ${#write[@]})) removed=$((removed + ${#gone[@]}))
  if ((${#write[@]} + ${#gone[@]} == 0)); then return; fi
  each "$manifest" check run_check
  if [[ $mode == dry-run ]]; then return; fi
  refuse_full_disk
  remember
  write_files
}

# Saves everything that a rollback needs, whatever happens next.
remember() {
  local path
  if [[ $phase == planning ]]; then for path in "${memory[@]}"; do keep "$path" "$old"; done; fi
  for path in "${write[@]}" "${gone[@]}"; do keep "$path" "$old"; done
  touched+=("${write[@]}" "${gone[@]}")
  # The file from before our first push returns when a later bundle no longer has the path.
  for path in "${write[@]}"; do
    if [[ -z ${ours[$path]:-} ]]; then
      rm -f "$state/original$path"
      keep "$path" "$state/original"
    fi
  done
  if ((${#before[@]} > 0)); then bash "$spool/${before[0]}" "${before[@]:1}" "${write[@]}" "${gone[@]}"; fi
  phase=writing
  mkdir -p "$state"
  printf '%s\n' "${write[@]}" "${gone[@]}" >>"$state/pending"
  for path in "${write[@]}"; do applied_line "$path"; done >>"$state/applied"
  renew manifest
  # Until everything is done, no bundle counts as applied.
  rm -f "$state/digest"
}
# renew <file of the memory>: copies it from here, unless it is the same.
renew() {
  if ! cmp --quiet "$spool/$1" "$state/$1"; then cp "$spool/$1" "$state/$1"; fi
}

write_files() {
  local path
  for path in "${write[@]}"; do
    say "write    $path"
    put "${tree[$path]}$path" "$path"
  done
  for path in "${gone[@]}"; do
    say "remove   $path"
    bring_back "$path" "$state/original"
  done
}

# run_health <name> <seconds> <command>...: retried after short pauses at first, then every second.
run_health() {
  local name=$1 until=$((SECONDS + $2)) said pauses=(0.2 0.3 0.5) tries=0
  shift 2
  until said=$(timeout 10 "$@" 2>&1); do
    if ((SECONDS >= until)); then die "Not healthy: $name. The last output of \`$*\`:"$'\n'"${said:-nothing}"; fi
    sleep "${pauses[tries++]:-1}"
  done
  say "healthy  $name"
}

# Everything is done: the memory now describes this bundle.
conclude() {
  local path
  mkdir -p "$state"
  { each "$manifest" file applied_line && each "$manifest" artifact applied_line; } >"$spool/applied"
  renew applied
  renew manifest
  renew digest
  for path in "${gone[@]}"; do rm -f "$state/original$path"; done
  rm -rf "$state/pending" "$incoming"
}
# In the format of sha256sum.
applied_line() { say "${sum[$1]}  $1"; }

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
# Nothing may interrupt this.
put_back() {
  set +e
  trap '' TERM INT HUP
  # shellcheck disable=SC2317 # take_effect calls it
  fail() { say "note     $*"; }
  say "Restoring the previous files."
  cp "$manifest" "$spool/newer"
  local path left=()
  for path in "${touched[@]}" "${memory[@]}"; do bring_back "$path" "$old" || left+=("$path"); done
  take_effect "$state/manifest" "$spool/newer"
  if ((${#left[@]} > 0)); then say "These files could not be restored: ${left[*]}."; else say "The previous files are restored."; fi
}

# --- the run ---------------------------------------------------------------------------------------------------------

trap finish EXIT
trap 'exit 143' TERM INT HUP

read_sums
missing_packages
if [[ $mode == apply ]]; then
  say "$who, since $(date '+%H:%M:%S')" >"$root/run/homelab/holder"
  if ((${#missing[@]} > 0)); then
    # A guest without internet access needs the package proxy and the sources of the bundle first.
    plan /etc/apt/
    place
    # Files that packages install count as what was there before.
    install_packages
  fi
fi
plan
place
if [[ $mode == dry-run ]]; then
  show
  summary "to install" "to change" "to remove" "to restart"
  exit 0
fi
# An interrupted run has written files that no unit uses yet.
for path in "${!pending[@]}"; do changed[$path]=1; done
reload_systemd
each "$manifest" step run_step
each "$manifest" unit settle_unit
each "$manifest" health run_health
conclude
phase=ended
summary installed changed removed restarted
