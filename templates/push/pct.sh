#!/usr/bin/env bash
# pct.sh <vmid> <command>: runs a command with sh inside a container of this node, with this script's standard input.
set -uo pipefail
readonly vmid=$1 command=$2
# See provision/shell/pct.ts; our scripts never use these exit codes.
readonly absent=251 stopped=252

pct exec "$vmid" -- sh -c "$command"
code=$?
if ((code == 0)); then exit 0; fi
# Did the script fail, or is there no running container?
if ! status=$(pct status "$vmid" </dev/null 2>/dev/null); then exit "$absent"; fi
if [[ $status != *running* ]]; then exit "$stopped"; fi
# ssh itself uses 255.
exit $((code == 255 ? 1 : code))
