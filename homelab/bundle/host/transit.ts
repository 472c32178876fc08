import { routingNodes, type RoutingNode } from "../../derive";
import { interfaceOf, type BundlePart, type Get, type Homelab, type Node } from "../../model";
import { template } from "../../templates";

const tables = "/etc/iproute2/rt_tables.d/homelab.conf";
const script = "/usr/local/sbin/homelab-transit";
const hook = "/etc/network/if-up.d/homelab-transit";
const service = "homelab-transit.service";
const unit = `/etc/systemd/system/${service}`;

/** Number of our routing table, and first of the two priorities of rules: those past the table, and those into it. */
const number = 5000;

const unitText = `[Unit]
Description=Route of the homelab's networks through the transit to the router
After=network.target
Before=pve-guests.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${script}

[Install]
WantedBy=multi-user.target

[X-Homelab]
# Runs when this file is removed: all packets then leave by the routes of the host itself.
OnRemove=ip rule flush pref ${number}; ip rule flush pref ${number + 1}; ip route flush table ${number}
`;

/**
 * What the homelab's networks send outside goes through the router, even to devices in the host's own network, which
 * the host could reach directly: their packets come through the router, and a router that sees only one direction of a
 * connection drops its packets.
 */
export function transit(_: Homelab, get: Get, node: Node): BundlePart {
  const routing = get(routingNodes).find((one) => one.node === node);
  if (routing === undefined || routing.uplink === routing.lan) return {};
  const { uplink } = routing;
  return {
    packages: ["iproute2"],
    files: [
      { path: tables, content: `${number} homelab\n` },
      { path: script, content: scriptText(routing), mode: "0755" },
      { path: hook, content: template("host/transit-hook.sh", { script }), mode: "0755" },
      { path: unit, content: unitText },
    ],
    checks: [{ file: script, command: ["bash", "-n", "{}"] }],
    units: [{ name: service, files: [tables, script, unit] }],
    health: [
      {
        name: "traffic leaves through the transit",
        command: ["ip", "route", "get", uplink.gateway, "oif", interfaceOf(uplink)],
      },
    ],
  };
}

const scriptText = ({ networks, uplink }: RoutingNode): string =>
  template("host/transit.sh", {
    networks: networks.map(({ cidr }) => cidr),
    interface: interfaceOf(uplink),
    router: uplink.gateway,
    past: number,
    out: number + 1,
  });
