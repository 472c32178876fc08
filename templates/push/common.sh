# shellcheck shell=bash
# Shared by applying a bundle and rolling it back. Sourced by apply.sh and guard.sh.

export LC_ALL=C
readonly root=${HOMELAB_ROOT:-}
readonly state=$root/var/lib/homelab

# The memory of a push, which a rollback restores together with the files:
#   applied   every file that we put there, with its hash, in the format of sha256sum; metrics of the base layer read it
#   manifest  of the last bundle, see provision/push/manifest.ts
#   pending   written files whose steps and units have not run yet
#   digest    of the bundle, when all of it is done
# shellcheck disable=SC2034 # read by the scripts that source this
readonly memory=(/var/lib/homelab/applied /var/lib/homelab/manifest /var/lib/homelab/pending /var/lib/homelab/digest)

say() { printf '%s\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# each <manifest> <kind> <function>: calls the function with the words of each entry of that kind.
each() {
  local kind=$2 handler=$3
  [[ -f $1 ]] || return 0
  # shellcheck source=/dev/null
  source "$1"
}
entry() {
  # shellcheck disable=SC2154 # of `each`, which sources the manifest
  if [[ $1 == "$kind" ]]; then "$handler" "${@:2}"; fi
}

exists() { [[ -e $1 || -L $1 ]]; }

# The paths of the files that we put there.
applied() {
  if [[ -f $state/applied ]]; then cut --characters=67- "$state/applied" | sort --unique; fi
}

# put <file> <path>: replaces what is at the path with the file, its mode and owner, in one step.
put() {
  local file=$1 here=$root$2
  mkdir -p "${here%/*}"
  if [[ $2 == /etc/pve/* ]]; then
    # The cluster's file system sets modes and owners itself.
    cat "$file" >"$here"
  else
    # The name is fixed, so that the next run reuses what an interrupted one left.
    local beside=${here%/*}/.${here##*/}.homelab-new
    if ! cp --archive --remove-destination "$file" "$beside"; then
      rm -f "$beside"
      return 1
    fi
    mv --force --no-target-directory "$beside" "$here"
  fi
}

# keep <path> <tree>: saves a copy for later.
keep() {
  if exists "$root$1"; then
    mkdir -p "$2"
    (cd "$root/" && cp --archive --parents ".$1" "$2/")
  fi
}

# same <path> <tree>: is it the same as the saved copy?
same() {
  local here=$root$1 kept=$2$1 modes
  if ! exists "$kept" || ! exists "$here"; then
    ! exists "$kept" && ! exists "$here"
  elif [[ -L $kept || -L $here ]]; then
    [[ $(readlink "$kept") == "$(readlink "$here")" ]]
  else
    modes=$(stat --format='%a %U:%G' "$kept" "$here")
    [[ ${modes%$'\n'*} == "${modes#*$'\n'}" ]] && cmp --quiet "$kept" "$here"
  fi
}

# bring_back <path> <tree>: restores the saved copy, or removes the path when there is none.
bring_back() {
  if exists "$2$1"; then
    put "$2$1" "$1"
  else
    remove "$1"
  fi
}

# Stops a unit whose file is removed, and runs the command that undoes its setup, if its section X-Homelab has one;
# systemd ignores that section.
remove() {
  local unit undo ending=(disable --now)
  unit=$(unit_of "$1")
  if [[ -n $unit && -f $root$1 ]]; then
    undo=$(sed --quiet 's/^OnRemove=//p' "$root$1")
    # The unit that is generated from a quadlet was never enabled, and can only be stopped.
    if [[ $1 == *.container ]]; then ending=(stop); fi
    systemctl "${ending[@]}" --quiet "$unit" || say "note     $unit could not be stopped"
    if [[ -n $undo ]]; then bash -c "$undo" || say "note     the setup of $unit could not be undone: $undo"; fi
  fi
  rm -f "$root$1"
}

unit_of() {
  if [[ $1 =~ ^/etc/systemd/system/([^/]+\.(service|socket|timer|path|mount|automount|target))$ ]]; then
    say "${BASH_REMATCH[1]}"
  elif [[ $1 =~ ^/etc/containers/systemd/([^/]+)\.container$ ]]; then
    say "${BASH_REMATCH[1]}.service"
  fi
}

# --- after files have changed ----------------------------------------------------------------------------------------

# path -> 1
declare -A changed=()
restarted=0 # units

any_changed() {
  local path
  for path in "$@"; do if [[ -n ${changed[$path]:-} ]]; then return 0; fi; done
  return 1
}

reload_systemd() {
  local path
  for path in "${!changed[@]}"; do
    # Podman's generator makes units from its own files, and enables them itself.
    if [[ $path == /etc/systemd/system/* || $path == /etc/containers/systemd/* ]]; then
      systemctl daemon-reload
      # In a trap, a return without a number would return the exit code that ended the script.
      return "$?"
    fi
  done
}

# run_step <name> <file>... -- <command>...
run_step() {
  local name=$1 files=()
  shift
  while [[ $1 != -- ]]; do
    files+=("$1")
    shift
  done
  shift
  any_changed "${files[@]}" || return 0
  say "step     $name"
  # The command has already printed its error.
  "$@" || fail "The step \"$name\" failed: $*"
}

# The time for a unit to start: ten minutes longer than our slowest unit waits for others.
readonly patience=${HOMELAB_PATIENCE:-40m}

# settle_unit <name> <restart|reload> <file>...: enabled, running, and not on old files.
settle_unit() {
  local unit=$1 how=$2 ended=0
  shift 2
  if ! systemctl is-enabled --quiet "$unit" 2>/dev/null; then
    say "enable   $unit"
    systemctl enable --quiet "$unit" || fail "$unit cannot be enabled."
  fi
  if ! systemctl is-active --quiet "$unit"; then
    how=restart
  elif ! unit_changed "$unit" "$@"; then
    return 0
  fi
  say "$(printf '%-8s' "$how") $unit"
  restarted=$((restarted + 1))
  # systemd refuses a unit that was started often in a few seconds, as when something is pushed and taken back.
  systemctl reset-failed "$unit" 2>/dev/null || true
  timeout "$patience" systemctl "$how" "$unit" || ended=$?
  case $ended in
    0) ;;
    124) fail "$unit does not $how within $patience. To see what it waits for, run on the machine: journalctl --unit $unit" ;;
    *) fail "$unit does not $how. To see why, run on the machine: systemctl status $unit" ;;
  esac
}

# A unit also depends on its own file and its drop-ins.
unit_changed() {
  local unit=$1 path
  if any_changed "${@:2}"; then return 0; fi
  for path in "${!changed[@]}"; do
    case $path in "/etc/systemd/system/$unit" | "/etc/systemd/system/$unit.d/"*) return 0 ;; esac
  done
  return 1
}

# take_effect <older manifest> <newer manifest>: makes everything use the restored files. It reports what fails and does
# the rest, so the caller's `fail` must not end the script.
take_effect() {
  local -A done_once=()
  reload_systemd || say "note     systemd could not reload its units"
  each "$1" step step_once
  each "$2" step step_once
  each "$1" unit unit_once
  # The newer manifest may name units that no longer exist.
  each "$2" unit known_unit_once
}

# once <key> <function> [argument...]
once() {
  if [[ -z ${done_once[$1]:-} ]]; then
    done_once[$1]=1
    "${@:2}"
  fi
}
# Skips a step when none of its files exists.
step_once() {
  local word
  for word in "${@:2}"; do
    if [[ $word == -- ]]; then return 0; fi
    if exists "$root$word"; then break; fi
  done
  once "step $1" run_step "$@"
}
# A unit may be named several times, for the files that it restarts on and for those that it reloads.
unit_once() { once "unit $*" settle_unit "$@"; }
known_unit_once() { if systemctl cat "$1" >/dev/null 2>&1; then unit_once "$@"; fi; }
