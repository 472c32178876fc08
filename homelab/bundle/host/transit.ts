import { routingNodes, type RoutingNode } from "../../derive";
import { interfaceOf, type BundlePart, type Get, type Homelab, type Node } from "../../model";
import { template } from "../../templates";

const tables = "/etc/iproute2/rt_tables.d/homelab.conf";
const script = "/usr/local/sbin/homelab-transit";
const hook = "/etc/network/if-up.d/homelab-transit";
const service = "homelab-transit.service";
const unit = `/etc/systemd/system/${service}`;

/** Number of the table of routes that is ours, and of the two kinds of rules that lead to it and past it. */
const number = 5000;

const unitText = `[Unit]
Description=The way out of the homelab's networks, by the transit to the router
After=network.target
Before=pve-guests.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${script}

[Install]
WantedBy=multi-user.target

[X-Homelab]
# Run when this file goes: everything leaves by the routes of the host itself then.
OnRemove=ip rule flush pref ${number}; ip rule flush pref ${number + 1}; ip route flush table ${number}
`;

/**
 * What the homelab's networks send outside goes by the router, even to devices in the host's own network, which it could
 * reach directly: the router has seen what they answer to, and drops the rest of a connection of which it sees one half.
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
        name: "the way out leads by the transit",
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
