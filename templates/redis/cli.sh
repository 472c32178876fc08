#!/usr/bin/env bash
# @param password  file with the variable REDISCLI_AUTH
# redis-cli as the administrator: homelab-redis-cli info memory
set -euo pipefail
set -o allexport
# shellcheck source=/dev/null
source @password@
exec redis-cli "$@"
