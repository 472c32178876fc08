import { routingNodes, kernelNeeds, type RoutingNode, type KernelNeed } from "../../derive";
import { interfaceOf, type BundlePart, type Get, type Homelab, type Node } from "../../model";

const sysctlFile = "/etc/sysctl.d/60-homelab.conf";
const modulesFile = "/etc/modules-load.d/homelab.conf";

/**
 * Settings and modules of the node's kernel. Three things stay as Proxmox VE has them: the inotify limits, which it
 * sets higher (65536 instances) than any service here needs; br_netfilter, which its firewall loads; and transparent
 * huge pages, which programs get on request (`madvise`). MongoDB 8 recommends them for all programs, and its log has a
 * warning about this; but then Redis would save slowly, and small containers would need more memory.
 */
export function kernel(_: Homelab, get: Get, node: Node): BundlePart {
  const needs = get(kernelNeeds).get(node) ?? { sysctl: [], modules: [] };
  const routing = get(routingNodes).find((one) => one.node === node);
  const settings = [
    ...needs.sysctl.map((need) => commented(need, `${need.name} = ${need.value}`)),
    ...(routing === undefined ? [] : forwarding(routing)),
  ];
  const modules = needs.modules.map((need) => commented(need, need.name));
  return {
    ...(settings.length > 0 && {
      packages: ["procps"],
      files: [
        { path: sysctlFile, content: settings.join("\n") },
        ...(modules.length > 0 ? [{ path: modulesFile, content: modules.join("\n") }] : []),
      ],
    }),
    steps: [
      ...(modules.length > 0
        ? [
            {
              name: "modules are loaded",
              command: ["modprobe", "--all", ...needs.modules.map(({ name }) => name)],
              files: [modulesFile],
            },
          ]
        : []),
      ...(settings.length > 0
        ? [
            {
              name: "kernel settings are applied",
              // Not --system, which would also read other files and fail because of their errors. systemd ignores
              // errors of a line with a minus; sysctl needs --ignore not to fail because of an interface that does not
              // exist yet.
              command: ["sysctl", "--quiet", "--ignore", `--load=${sysctlFile}`],
              files: [sysctlFile],
            },
          ]
        : []),
    ],
  };
}

function commented({ services }: KernelNeed, line: string): string {
  return `# ${services.join(", ")}\n${line}\n`;
}

/** Settings of interfaces only: the unit that loads the nft table also turns forwarding on. */
function forwarding({ networks, lan, uplink }: RoutingNode): string[] {
  const inside = networks.map(interfaceOf);
  const bridges = networks.map(({ bridge }) => bridge);
  const outside = [...new Set([lan, uplink].map(interfaceOf))];
  return [
    section(
      "No redirects: packets must not bypass the host, which filters what it forwards.",
      ["all", "default", ...inside].map((name) => interfaceSetting("ipv4", name, "send_redirects", 0)),
    ),
    ...(uplink === lan
      ? []
      : [
          section(
            "Packets from devices of the house come through the transit, although the host has a shorter route to them.",
            outside.map((name) => interfaceSetting("ipv4", name, "rp_filter", 2)),
          ),
        ]),
    section(
      "The networks of the homelab have no IPv6.",
      [...new Set([...bridges, ...inside])].map((name) => interfaceSetting("ipv6", name, "disable_ipv6", 1)),
    ),
  ];
}

function section(comment: string, lines: readonly string[]): string {
  return `# ${comment}\n${lines.join("\n")}\n`;
}

/**
 * With slashes, because names of interfaces contain dots. A minus ignores an interface that does not exist yet: udev
 * applies the file again when the interface appears.
 */
function interfaceSetting(family: "ipv4" | "ipv6", name: string, key: string, value: number): string {
  return `-net/${family}/conf/${name}/${key} = ${value}`;
}
