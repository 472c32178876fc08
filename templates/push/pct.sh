#!/usr/bin/env bash
# pct.sh <vmid> <command>: runs a command of sh inside a container of this node, with what comes on standard input.
set -uo pipefail
readonly vmid=$1 command=$2
# See provision/shell/pct.ts; no script of ours ends with one of these.
readonly absent=251 stopped=252

pct exec "$vmid" -- sh -c "$command"
code=$?
if ((code == 0)); then exit 0; fi
# Did the script fail, or was there nothing that it could run in?
if ! status=$(pct status "$vmid" </dev/null 2>/dev/null); then exit "$absent"; fi
if [[ $status != *running* ]]; then exit "$stopped"; fi
# 255 is ssh's own.
exit $((code == 255 ? 1 : code))
