import type { Homelab, Instance } from "./homelab";
import type { Service } from "./service";

/**
 * Services that the views need to know by what they do. Nothing else may depend on a service's name; a homelab without
 * one of them simply lacks what it would do.
 */
export const roles = {
  /** Answers every web name. */
  gateway: "traefik",
  /** Signs people on. */
  signOn: "authentik",
  /** Answers DNS. */
  resolver: "adguard",
  /** Carries VPN peers into the homelab: to every firewall they come from its guest. */
  vpn: "netbird",
  /** Watches from outside the services. */
  watcher: "uptime-kuma",
} as const;

/** What every PVE node does for the guests, and nobody can switch off. */
const nodeRoles = {
  /** Hands packages to guests. */
  packageCache: "apt-proxy",
  /** Gives the time to virtual machines. */
  clock: "ntp",
} as const;

/** The service in a role of every PVE node. */
export function nodeService({ services }: Homelab, role: keyof typeof nodeRoles): Service | undefined {
  return services.get(nodeRoles[role]);
}

/** The instance in a role, if this homelab has it. */
export function inRole(lab: Homelab, role: keyof typeof roles): Instance | undefined {
  return lab.instances.find(({ service }) => service.name === roles[role]);
}
