import { signOnNames } from "../../derive";
import type { BundlePart, Get, Homelab, Node } from "../../model";
import { template } from "../../templates";

const list = "/etc/homelab/hosts";
const script = "/usr/local/sbin/homelab-hosts";

/**
 * Names that the node itself calls. The homelab's resolver runs on the node and starts later, so the node does not use
 * it; the name of the sign-on is in its /etc/hosts instead. A marked block, because Proxmox VE owns that file, and the
 * node's name must stay in it.
 */
export function names(_: Homelab, get: Get, node: Node): BundlePart {
  const lines = get(signOnNames).get(node) ?? [];
  const [first] = lines;
  return {
    files: [
      { path: list, content: lines.map(({ address, name }) => `${address} ${name}\n`).join("") },
      { path: script, content: template("host/names.sh", { lines: list }), mode: "0755" },
    ],
    checks: [{ file: script, command: ["bash", "-n", "{}"] }],
    steps: [{ name: "names are in /etc/hosts", command: [script], files: [list, script] }],
    health:
      first === undefined ? [] : [{ name: `${first.name} resolves`, command: ["getent", "ahostsv4", first.name] }],
  };
}
