#!/usr/bin/env bash
# A timed rollback for a change that may cut off the host: the guard saves the current state and restores it, unless a
# new connection confirms the change in time.
#
#   guard.sh check <who> <operator>... -- <bridge of ours>...   may the network be changed now, and from this address?
#   guard.sh arm <seconds> <who> <for> [path...]                saves the state, to restore it after so many seconds
#   guard.sh settle                                             waits until the firewall has loaded its new rules
#   guard.sh confirm [who]                                      cancels the rollback: the change is good
#   guard.sh rollback [why]                                     restores the state now
#   guard.sh expire                                             restores the state after the time is over; for the timer
#   guard.sh status
#
# The rollback is an enabled systemd timer, so it survives a reboot of the host.
#
# After an unconfirmed change, the guard stays active: the program that made it (Terraform) takes the change as done,
# and may repeat it the next time without arming the guard. The guard restores the state each time, until a change is
# confirmed. It does not undo other changes, such as a repair by hand.
set -euo pipefail
umask 022
here=${BASH_SOURCE[0]%/*}
# shellcheck source=templates/push/common.sh
source "$here/common.sh"

readonly guard=$state/guard snapshot=$state/guard/snapshot undone=$state/guard/undone units=$root/etc/systemd/system
readonly interfaces=/etc/network/interfaces motd=$root/etc/motd.d/homelab-guard
readonly cluster=/etc/pve/firewall/cluster.fw

armed_by() { cat "$guard/who" 2>/dev/null; }
seconds_left() { say $(($(cat "$guard/until") - $(date +%s))); }
note() { if [[ -f $guard/note ]]; then cat "$guard/note"; fi; }
log() {
  say "$*"
  logger --tag homelab-guard -- "$*" 2>/dev/null || true
}

armed_for() { say "= $(cat "$guard/for" 2>/dev/null || echo nothing)"; }
has_returned() { [[ $(cat "$guard/for" 2>/dev/null) == returned ]]; }

# --- arm and confirm -------------------------------------------------------------------------------------------------

arm() {
  local seconds=$1 who=$2 purpose=$3 holder
  shift 3
  holder=$(armed_by) || true
  if [[ -n $holder && $holder != "$who" ]] && ! has_returned; then die "A rollback is armed already, by $holder. Wait until it is confirmed or has run."; fi
  if [[ -z $holder ]]; then
    rm -rf "$guard"
    mkdir -p "$guard"
    cp "$here/common.sh" "$here/guard.sh" "$guard/"
    say "$purpose" >"$guard/for"
  elif (($(seconds_left) > seconds)); then
    seconds=$(seconds_left)
  fi
  take_in "$@"
  start_timer "$seconds"
  say $(($(date +%s) + seconds)) >"$guard/until"
  say "$who" >"$guard/who"
  say "armed    unless the change is confirmed, the current state comes back in $seconds s"
}

# Saves the paths that are not saved yet. Those in the list were saved before anything changed.
take_in() {
  local path
  touch "$guard/paths"
  { guarded; printf '%s\n' "$@"; } | grep . | sort --unique | comm -13 "$guard/paths" - >"$guard/further"
  while read -r path; do keep "$path" "$snapshot"; done <"$guard/further"
  if grep --quiet --line-regexp "$cluster" "$guard/further"; then say_whether_it_is_on "$snapshot$cluster"; fi
  sort --merge --output="$guard/paths" "$guard/paths" "$guard/further"
}

# Without the line `enable`, Terraform sees no difference and would leave the firewall off for good.
say_whether_it_is_on() {
  mkdir -p "${1%/*}"
  touch "$1"
  if grep --quiet '^enable:' "$1"; then return; fi
  if grep --quiet '^\[OPTIONS\]' "$1"; then
    sed --in-place '/^\[OPTIONS\]/a enable: 0' "$1"
  else
    { printf '[OPTIONS]\n\nenable: 0\n\n'; cat "$1"; } >"$1.on"
    mv "$1.on" "$1"
  fi
}

guarded() {
  say "$interfaces"
  added_interfaces
  # A step of the bundle writes lines to it.
  say /etc/hosts
  say "/etc/pve/nodes/$(hostname --short)/host.fw"
  printf '%s\n' "${memory[@]}"
  applied
}
added_interfaces() {
  if [[ -d $root$interfaces.d ]]; then (cd "$root/" && find ".$interfaces.d" -type f | cut --characters=2-); fi
}

start_timer() {
  cat >"$units/homelab-rollback.service" <<EOT
[Unit]
Description=Restore of the state before an unconfirmed change

# It mounts the directory of the firewall's files.
Wants=pve-cluster.service
After=pve-cluster.service

[Service]
Type=oneshot
ExecStart=/bin/bash $guard/guard.sh expire
EOT
  cat >"$units/homelab-rollback.timer" <<EOT
[Unit]
Description=Timed rollback of an unconfirmed change

[Timer]
OnActiveSec=$1
OnUnitInactiveSec=$1
AccuracySec=1s

[Install]
WantedBy=timers.target
EOT
  systemctl daemon-reload
  systemctl enable --quiet homelab-rollback.timer
  systemctl restart homelab-rollback.timer
}

disarm() {
  systemctl disable --now --quiet homelab-rollback.timer
  rm -f "$units"/homelab-rollback.{timer,service} "$motd"
  systemctl daemon-reload
  find "$guard" -mindepth 1 ! -name note -delete
}

# pve-firewall reads its files every ten seconds; before that, a new connection only tests the old rules.
settle() {
  local until=$((SECONDS + 40))
  type -P pve-firewall >/dev/null || return 0
  while pve-firewall status 2>/dev/null | grep --quiet 'pending changes'; do
    if ((SECONDS >= until)); then die "pve-firewall has not loaded its new rules after 40 s. To see why, run: pve-firewall compile"; fi
    sleep 1
  done
}

confirm() {
  local holder
  if ! holder=$(armed_by); then
    # A rollback has undone the change, so there is nothing left to confirm.
    if [[ -f $guard/note ]]; then die "There is nothing to confirm any more. $(note)"; fi
    say "Nothing is armed here, so there is nothing to confirm."
    return
  fi
  # Without a name, somebody confirms at the console.
  if [[ -n ${1:-} && $holder != "$1" ]] && ! has_returned; then die "This rollback was armed by $holder, who must confirm it."; fi
  disarm
  say "confirmed"
}

# --- rollback --------------------------------------------------------------------------------------------------------

rollback() {
  local paths
  armed_by >/dev/null || die "Nothing is armed here, so there is nothing to restore. $(note)"
  put_all_back "$1"
  tell_of_it "$1"
  if [[ -z $failed ]]; then disarm; fi
}

# A push arms the guard each time, so after an unconfirmed push the guard ends. After other changes it stays active.
expire() {
  local paths why="the change was not confirmed in time"
  if [[ $(cat "$guard/for") == push ]]; then
    rollback "$why"
    return
  fi
  put_all_back "$why"
  say returned >"$guard/for"
  say $(($(date +%s) + $(sed -n 's/^OnActiveSec=//p' "$units/homelab-rollback.timer"))) >"$guard/until"
  tell_of_it "$why"
  mkdir -p "${motd%/*}"
  say "homelab: an unconfirmed change of network and firewall was rolled back, and so is every further one until you confirm: bash $guard/guard.sh confirm" >"$motd"
}

# Set if something could not be restored: then the timer tries again.
failed=''

put_all_back() {
  local path
  set +e
  # shellcheck disable=SC2317 # take_effect calls it
  fail() {
    failed=1
    log "note     $*"
  }
  log "rollback: $1"
  # A push that is still running restores its files first.
  systemctl stop homelab-apply.service 2>/dev/null
  if [[ -f $state/manifest ]]; then cp "$state/manifest" "$guard/newer"; fi
  while read -r path; do put_back "$path"; done < <(sort --unique "$guard/paths" <(added_interfaces))
  mapfile -t paths < <(printf '%s\n' "${!changed[@]}" | sort | grep .)
  reload_others
  take_effect "$state/manifest" "$guard/newer"
  log "rollback: ${#paths[@]} files are back"
}

tell_of_it() {
  if ((${#paths[@]} == 0)); then return; fi
  say "On $(date '+%Y-%m-%d at %H:%M:%S') this host put back what it had before, because $1. Files: ${paths[*]}. Find out why (journalctl --since today) before you push again." >"$guard/note"
}

put_back() {
  if same "$1" "$snapshot"; then return; fi
  # A file that is neither in the saved nor in the undone state is somebody's repair.
  if has_returned && ! same "$1" "$undone"; then
    log "leave    $1: changed since the rollback"
    return
  fi
  if ! has_returned; then keep "$1" "$undone"; fi
  changed[$1]=1
  if bring_back "$1" "$snapshot"; then log "back     $1"; else fail "$1 could not be restored."; fi
}

reload_others() {
  local path network='' firewall=''
  for path in "${!changed[@]}"; do
    case $path in
      "$interfaces" | "$interfaces".d/*) network=1 ;;
      /etc/pve/*) firewall=1 ;;
    esac
  done
  if [[ -n $network ]]; then ifreload --all || fail "ifreload --all failed: the network may differ from the saved state."; fi
  if [[ -n $firewall ]]; then systemctl try-restart pve-firewall.service || fail "pve-firewall does not restart."; fi
}

status() {
  note
  if armed_by >/dev/null; then
    say "Armed by $(armed_by): unless the change is confirmed, the previous state comes back in $(seconds_left) s."
    if has_returned; then say "It has come back already, and comes back again after every change until one is confirmed."; fi
  else
    say "Nothing is armed."
  fi
  armed_for
}

case $1 in
  check)
    # shellcheck source=templates/host/check.sh
    source "$here/check.sh"
    "$@"
    ;;
  arm | settle | confirm) "$@" ;;
  rollback) rollback "${2:-a rollback was requested}" ;;
  expire | status) "$1" ;;
  *) die "guard.sh: unknown command $1. Use check, arm, settle, confirm, rollback, expire or status." ;;
esac
