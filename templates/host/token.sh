#!/usr/bin/env bash
# Makes or removes an API token of Proxmox VE. `homelab bootstrap` runs it on the host, as root, over SSH:
#
#   token.sh make|remove <user>@<realm> <name>
#
# `make` prints the token as JSON, once, and nobody can read its value again; one of that name is replaced. It may do what
# its user may, whose role is narrow.
set -euo pipefail

exists() { pvesh get "/access/users/$1/token/$2" --output-format json >/dev/null 2>&1; }

if exists "$2" "$3"; then pveum user token remove "$2" "$3" >&2; fi
if [[ $1 == make ]]; then pveum user token add "$2" "$3" --privsep 0 --output-format json; fi
