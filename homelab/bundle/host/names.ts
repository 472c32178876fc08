import { signOnNames } from "../../derive";
import type { BundlePart, Get, Homelab, Node } from "../../model";

const list = "/etc/homelab/hosts";
const script = "/usr/local/sbin/homelab-hosts";

/**
 * Names that the node itself asks for. It does not use the homelab's resolver, which runs on it and starts later, so the
 * name of the sign-on stands in its /etc/hosts: there in a marked block, because Proxmox VE owns that file and its own
 * name has to stay in it.
 */
export function names(_: Homelab, get: Get, node: Node): BundlePart {
  const lines = get(signOnNames).get(node) ?? [];
  const [first] = lines;
  return {
    files: [
      { path: list, content: lines.map(({ address, name }) => `${address} ${name}\n`).join("") },
      { path: script, content: scriptText, mode: "0755" },
    ],
    checks: [{ file: script, command: ["bash", "-n", "{}"] }],
    steps: [{ name: "names stand in /etc/hosts", command: [script], files: [list, script] }],
    health:
      first === undefined ? [] : [{ name: `${first.name} is known`, command: ["getent", "ahostsv4", first.name] }],
  };
}

const scriptText = `#!/usr/bin/env bash
# Keeps the lines of ${list} in /etc/hosts, between two marks. Every other line there belongs to others.
set -euo pipefail

begin="# homelab: begin"
end="# homelab: end"

others() {
  awk -v begin="$begin" -v end="$end" '
    $0 == begin { inside = 1; next }
    $0 == end { inside = 0; next }
    !inside { print }
    END { exit inside }
  ' /etc/hosts
}

new=$(mktemp /etc/hosts.homelab.XXXXXX)
trap 'rm -f "$new"' EXIT
if ! others >"$new"; then
  echo "/etc/hosts has the line '$begin' but not '$end': remove what is between them, and the first." >&2
  exit 1
fi
if [[ -s ${list} ]]; then
  { echo "$begin"; cat ${list}; echo "$end"; } >>"$new"
fi
cmp --silent "$new" /etc/hosts && exit 0
chmod --reference=/etc/hosts "$new"
chown --reference=/etc/hosts "$new"
mv "$new" /etc/hosts
`;
