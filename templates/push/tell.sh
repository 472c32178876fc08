# shellcheck shell=bash disable=SC2154 # the lists are those of apply.sh, which sources this
# Describes what apply.sh has done or would do.

# summary <installed> <changed> <removed> <restarted>: the last line, which provision/push/push.ts reads.
summary() {
  local parts=() text
  add "${#missing[@]}" package "$1"
  add "$written" file "$2"
  add "$removed" file "$3"
  add "$restarted" unit "$4"
  if ((${#parts[@]} == 0)); then parts=("0 changes"); fi
  text=$(printf ', %s' "${parts[@]}")
  say "= ${text:2}"
}
add() {
  if (($1 == 1)); then parts+=("1 $2 $3"); elif (($1 > 1)); then parts+=("$1 $2s $3"); fi
}

# The changes of a dry run.
show() {
  local path
  if ((${#missing[@]} > 0)); then say "install  ${missing[*]}"; fi
  for path in "${write[@]}"; do show_file "$path"; done
  for path in "${gone[@]}"; do say "remove   $path"; done
  each "$manifest" unit show_unit
}

show_file() {
  local here=$root$1 was is
  say "write    $1"
  if [[ ! -f $here ]]; then
    here=/dev/null
  else
    was=$(stat --format='%a %U:%G' "$here")
    is=$(stat --format='%a %U:%G' "$new$1" 2>/dev/null || echo "$was")
    if [[ $was != "$is" ]]; then say "         $was becomes $is"; fi
  fi
  if [[ ${tree[$1]} != "$new" ]]; then
    say "         a vendor's file, ${sum[$1]:0:12}"
    return
  fi
  if [[ -n ${held[$1]:-} ]]; then
    say "         contains secrets, so its lines are not shown"
    return
  fi
  diff --unified --label "$1, now" --label "$1, then" "$here" "$new$1" || true
}

show_unit() {
  local how=
  if ! systemctl is-enabled --quiet "$1" 2>/dev/null; then
    how=enable
  elif ! systemctl is-active --quiet "$1"; then
    how=start
  elif unit_changed "$1" "${@:3}"; then
    how=$2
  fi
  if [[ -n $how ]]; then
    say "$(printf '%-8s' "$how") $1"
    restarted=$((restarted + 1))
  fi
}
