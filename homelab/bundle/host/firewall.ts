import { hostFirewalls, hostTable } from "../../derive";
import type { BundlePart, Get, Homelab, Node } from "../../model";

const table = "/etc/homelab/firewall.nft";
const service = "homelab-firewall.service";
const unit = `/etc/systemd/system/${service}`;

/**
 * Forwarding is turned on here, by the unit that has just loaded the table, and not by sysctl.d: a node whose table
 * does not load does not forward for us. (ifupdown2 still turns it on for single bridges that have an address.)
 * Stopping the unit changes nothing, because without the table the node would forward everything, also into the
 * databases' network. To get that, delete the table by hand.
 */
const unitText = `# Stopping this unit leaves the table in place: without it the node would forward everything, also into the databases'
# network. To remove the table for a while: nft delete table ${hostTable}. Restarting the unit loads it again.
[Unit]
Description=Forwarding between the networks of the homelab, and its filter
DefaultDependencies=no
Conflicts=shutdown.target
Wants=network-pre.target
# The table names interfaces that need not exist yet. Debian's own service would flush the table if it started later.
After=local-fs.target systemd-modules-load.service systemd-sysctl.service nftables.service
Before=network-pre.target pve-guests.service shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=/usr/sbin/nft --check --file ${table}
ExecStart=/usr/sbin/nft --file ${table}
ExecStart=/usr/sbin/sysctl --quiet --write net.ipv4.ip_forward=1

[Install]
WantedBy=sysinit.target

[X-Homelab]
# Runs when this file is removed: nothing is forwarded after that.
OnRemove=/usr/sbin/sysctl --quiet --write net.ipv4.ip_forward=0; /usr/sbin/nft delete table ${hostTable}
`;

/** The nft table of a routing node; empty for any other. */
export function firewallPart(_: Homelab, get: Get, node: Node): BundlePart {
  const text = get(hostFirewalls).find((firewall) => firewall.node === node)?.text;
  if (text === undefined) return {};
  return {
    packages: ["nftables", "procps"],
    files: [
      { path: table, content: text },
      { path: unit, content: unitText },
    ],
    checks: [{ file: table, command: ["nft", "--check", "--file", "{}"] }],
    units: [{ name: service, files: [table, unit] }],
    health: [
      { name: "the table is loaded", command: ["nft", "list", "table", ...hostTable.split(" ")] },
      { name: "forwarding is on", command: ["systemctl", "is-active", "--quiet", service] },
    ],
  };
}
