#!/usr/bin/env bash
# Makes or removes an API token of Proxmox VE. `homelab bootstrap` runs it on the host, as root, over SSH:
#
#   token.sh make|remove <user>@<realm> <name>
#
# `make` prints the token as JSON, and its value cannot be read again; an existing token of that name is replaced. The
# token has the privileges of its user, whose role is narrow.
set -euo pipefail

exists() { pvesh get "/access/users/$1/token/$2" --output-format json >/dev/null 2>&1; }

if exists "$2" "$3"; then pveum user token remove "$2" "$3" >&2; fi
if [[ $1 == make ]]; then pveum user token add "$2" "$3" --privsep 0 --output-format json; fi
