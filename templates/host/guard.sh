#!/usr/bin/env bash
# Timed rollback of a change that may cut this node off: `arm` saves the present files, and the node restores them by
# itself unless someone who can still log in confirms.
#
#   guard.sh check <who> <operator>... -- <bridge of ours>...   can the network be changed now, from this connection?
#   guard.sh arm <seconds> <who> <for> [path...]                saves the files; they are restored after this time
#   guard.sh settle                                             waits until the firewall has loaded its new rules
#   guard.sh confirm [who]                                      keeps the change, and stops the timer
#   guard.sh rollback [why]                                     restores the files now
#   guard.sh expire                                             the timer runs this when the time is over
#   guard.sh status
#
# The timer is an enabled systemd timer, so it survives a restart of the node.
#
# After an unconfirmed change the guard stays armed: Terraform, which made that change, believes it done, and makes it
# again the next time without arming the guard. The guard restores the files each time, until a confirmation arrives. It
# leaves other changes alone, such as a manual repair.
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
  if [[ -n $holder && $holder != "$who" ]] && ! has_returned; then die "$holder has already armed a rollback, which starts in $(seconds_left) s. Wait until they have confirmed, or it has run."; fi
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
  say "armed    the present files are restored in $seconds s, unless you confirm"
}

# Paths that are already known were saved before anything changed.
take_in() {
  local path
  touch "$guard/paths"
  { guarded; printf '%s\n' "$@"; } | grep . | sort --unique | comm -13 "$guard/paths" - >"$guard/further"
  while read -r path; do keep "$path" "$snapshot"; done <"$guard/further"
  if grep --quiet --line-regexp "$cluster" "$guard/further"; then say_whether_it_is_on "$snapshot$cluster"; fi
  sort --merge --output="$guard/paths" "$guard/paths" "$guard/further"
}

# Terraform does not see that the option `enable` is missing, and would leave the firewall off permanently.
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
  # A step of the bundle writes lines into it.
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
Description=Restore the files from before an unconfirmed change

# It mounts the directory of the firewall's files.
Wants=pve-cluster.service
After=pve-cluster.service

[Service]
Type=oneshot
ExecStart=/bin/bash $guard/guard.sh expire
EOT
  cat >"$units/homelab-rollback.timer" <<EOT
[Unit]
Description=Timed rollback of a change that is not confirmed yet

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

# pve-firewall reads its files every ten seconds; until then, a new connection only tests the old rules.
settle() {
  local until=$((SECONDS + 40))
  type -P pve-firewall >/dev/null || return 0
  while pve-firewall status 2>/dev/null | grep --quiet 'pending changes'; do
    if ((SECONDS >= until)); then die "pve-firewall has not loaded its new rules after 40 s. To see why: pve-firewall compile."; fi
    sleep 1
  done
}

confirm() {
  local holder
  if ! holder=$(armed_by); then
    # A rollback has undone the change.
    if [[ -f $guard/note ]]; then die "$(note) Until then there is nothing to confirm."; fi
    say "The guard is not armed here, so there is nothing to confirm."
    return
  fi
  # Without a name, the user is at the console.
  if [[ -n ${1:-} && $holder != "$1" ]] && ! has_returned; then die "$holder has armed this, and has to confirm it."; fi
  disarm
  say "confirmed"
}

# --- rollback --------------------------------------------------------------------------------------------------------

rollback() {
  local paths
  armed_by >/dev/null || die "The guard is not armed here, so there is nothing to restore. $(note)"
  put_all_back "$1"
  tell_of_it "$1"
  if [[ -z $failed ]]; then disarm; fi
}

# An unconfirmed push is only rolled back once: the next push arms the guard again.
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
  say "homelab: the guard has rolled back an unconfirmed change of network and firewall, and will roll back every further one until you confirm: bash $guard/guard.sh confirm" >"$motd"
}

# Set when a file could not be restored: then the timer tries again.
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
  # A push that is still running restores its own files first.
  systemctl stop homelab-apply.service 2>/dev/null
  if [[ -f $state/manifest ]]; then cp "$state/manifest" "$guard/newer"; fi
  while read -r path; do put_back "$path"; done < <(sort --unique "$guard/paths" <(added_interfaces))
  mapfile -t paths < <(printf '%s\n' "${!changed[@]}" | sort | grep .)
  reload_others
  take_effect "$state/manifest" "$guard/newer"
  log "rollback: ${#paths[@]} files restored"
}

tell_of_it() {
  if ((${#paths[@]} == 0)); then return; fi
  say "On $(date '+%Y-%m-%d at %H:%M:%S') this node restored its former files, because $1. Files: ${paths[*]}. Find out why (journalctl --unit homelab-rollback) before you push again." >"$guard/note"
}

put_back() {
  if same "$1" "$snapshot"; then return; fi
  # A file that matches neither the saved version nor the undone one was repaired by hand.
  if has_returned && ! same "$1" "$undone"; then
    log "leave    $1: it has changed since"
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
  if [[ -n $network ]]; then ifreload --all || fail "ifreload --all failed: the network may differ from before."; fi
  if [[ -n $firewall ]]; then systemctl try-restart pve-firewall.service || fail "pve-firewall does not restart."; fi
}

status() {
  note
  if armed_by >/dev/null; then
    say "Armed by $(armed_by): the former files are restored in $(seconds_left) s, unless you confirm."
    if has_returned; then say "The guard has already restored files, and does so after every change until you confirm."; fi
  else
    say "The guard is not armed."
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
  rollback) rollback "${2:-an operator requested it}" ;;
  expire | status) "$1" ;;
  *) die "guard.sh: $1 is not one of check, arm, settle, confirm, rollback, expire, status." ;;
esac
