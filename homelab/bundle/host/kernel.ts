import { routingNodes, kernelNeeds, type RoutingNode, type KernelNeed } from "../../derive";
import { interfaceOf, type BundlePart, type Get, type Homelab, type Node } from "../../model";

const sysctlFile = "/etc/sysctl.d/60-homelab.conf";
const modulesFile = "/etc/modules-load.d/homelab.conf";

/**
 * What the node's kernel is set to. Three things are left as Proxmox VE has them: the limits of inotify, which it sets
 * higher (65536 instances) than any service here asks for; br_netfilter, which its firewall loads; and transparent huge
 * pages, which its kernel gives to who asks for them (`madvise`). MongoDB 8 would like them for all, and says so in its
 * log; but for all they make Redis slow to save, and small containers large.
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
              name: "settings of the kernel hold",
              // Not --system: the files of others would be read again too, and their faults become ours. A minus before a
              // line is systemd's word; to sysctl, an interface that is not there yet is an error unless told otherwise.
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

/** Of interfaces only; forwarding itself is switched on together with the table that judges it. */
function forwarding({ networks, lan, uplink }: RoutingNode): string[] {
  const inside = networks.map(interfaceOf);
  const bridges = networks.map(({ bridge }) => bridge);
  const outside = [...new Set([lan, uplink].map(interfaceOf))];
  return [
    section(
      "Nobody is sent past the host, which judges what it forwards.",
      ["all", "default", ...inside].map((name) => interfaceSetting("ipv4", name, "send_redirects", 0)),
    ),
    ...(uplink === lan
      ? []
      : [
          section(
            "Devices of the house come by the transit, although the host has a shorter way to them.",
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
 * With slashes, because names of interfaces have dots. A minus lets pass one that is not there yet: udev has the file
 * read again when it comes.
 */
function interfaceSetting(family: "ipv4" | "ipv6", name: string, key: string, value: number): string {
  return `-net/${family}/conf/${name}/${key} = ${value}`;
}
