import { nfs, notify, proxmox as pve } from "../../contracts";
import { none, oidc, optional, own, service, tcp, type Service, type SignOn } from "../../model";
import type { Site } from "../../site";
import { publicHost } from "../support/containers";
import { firstNode, onNode } from "../support/nodes";

/**
 * Proxmox VE, one service for each node, because each has a web interface. The API of every node covers the whole
 * cluster, so only the first node provides it, with the plain names.
 */
export function proxmox(site: Site): readonly Service[] {
  const others = Object.keys(site.pve.nodes).filter((node) => node !== firstNode(site));
  // Its login page redirects to the bare origin, without a slash (PVE API, redirect-url).
  const client = oidc("", ...others.map((node) => `https://${publicHost(site, hostOf(node))}`));
  return [proxmoxOn(firstNode(site), client, true), ...others.map((node) => proxmoxOn(node, byFirstNode, false))];
}

/** Realms belong to the whole cluster, and a realm is a single client of the sign-on. */
const byFirstNode = own("its login offers the realm of the cluster, whose client is the first node");

const hostOf = (node: string): string => `pve-${node}`;

function proxmoxOn(node: string, signOn: SignOn, first: boolean): Service {
  return service({
    name: first ? "proxmox" : `proxmox-${node}`,
    title: first ? "Proxmox VE" : `Proxmox VE on ${node}`,
    description: "The hypervisor: every LXC and VM, their disks, networks and whole-guest backups.",
    on: onNode(node),
    ports: {
      https: tcp(8006, { tls: true, zones: ["operators"] }),
      ssh: tcp(22, { zones: ["operators"] }),
    },
    provides: first ? [pve.contract] : [],
    uses: {
      dumps: optional(nfs.folder("backups")),
      images: optional(nfs.folder("iso")),
      notify: optional(notify.channel("proxmox")),
    },
    web: {
      subdomain: first ? "pve" : hostOf(node),
      port: "https",
      signOn,
      groups: ["admins"],
    },
    operations: {
      metrics: none("pve-exporter and Alloy on the same host report on it"),
      logs: {
        source: "journal",
        units: [
          "pveproxy.service",
          "pvedaemon.service",
          "pvestatd.service",
          "pve-cluster.service",
          "pve-firewall.service",
        ],
      },
      health: { port: "https", path: "/" },
      alerts: none("pve-exporter declares them, from the same API"),
      backup: { paths: ["/etc/pve", "/etc/network/interfaces"] },
      uptime: { port: "https", path: "/" },
      tile: { group: "Infrastructure", icon: "proxmox", description: "Hypervisor" },
    },
  });
}
