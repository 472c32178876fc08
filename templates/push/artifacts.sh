#!/usr/bin/env bash
# Receives vendors' files. They contain no secrets, and may be larger than the memory of the machine: they wait on disk.
#
#   artifacts.sh has  (<path> <sha256>)...     the paths that the machine already has, or that have arrived
#   artifacts.sh take <path> <bytes> <sha256>  standard input is that file; the next push puts it in place
set -euo pipefail
umask 077
readonly root=${HOMELAB_ROOT:-}
readonly incoming=$root/var/lib/homelab/incoming

has() {
  local file
  while (($# > 0)); do
    for file in "$root$1" "$incoming$1"; do
      if [[ -f $file && ! -L $file ]] && sha256sum --check --status <<<"$2  $file"; then
        printf '%s\n' "$1"
        break
      fi
    done
    shift 2
  done
}

take() {
  local file=$incoming$1 bytes=$2 sum=$3 got
  # Not local: the trap outlives the function.
  part=$file.$$
  mkdir -p "${file%/*}"
  trap 'rm -f "$part"' EXIT
  cat >"$part"
  got=$(wc -c <"$part")
  if ((got != bytes)) || ! sha256sum --check --status <<<"$sum  $part"; then
    echo "$1 arrived damaged: $got of $bytes bytes, or with another content. Nothing was changed. Fix: Run the push again." >&2
    exit 1
  fi
  mv "$part" "$file"
}

"$@"
