import { signOnNames } from "../../derive";
import type { BundlePart, Get, Homelab, Node } from "../../model";
import { template } from "../../templates";

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
      { path: script, content: template("host/names.sh", { lines: list }), mode: "0755" },
    ],
    checks: [{ file: script, command: ["bash", "-n", "{}"] }],
    steps: [{ name: "names stand in /etc/hosts", command: [script], files: [list, script] }],
    health:
      first === undefined ? [] : [{ name: `${first.name} is known`, command: ["getent", "ahostsv4", first.name] }],
  };
}
