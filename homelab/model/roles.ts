import type { Homelab, Instance } from "./homelab";

/**
 * Services that the views need to know by what they do. Nothing else may depend on a service's name; a homelab without
 * one of them simply lacks what it would do.
 */
export const roles = {
  /** Answers every web name. */
  proxy: "traefik",
  /** Signs people on. */
  signOn: "authentik",
  /** Answers DNS. */
  resolver: "adguard",
  /** Carries VPN peers into the homelab: to every firewall they come from its guest. */
  vpn: "netbird",
  /** Watches from outside the services. */
  watcher: "uptime-kuma",
  /** Hands packages to guests, on every node. */
  packageCache: "apt-proxy",
} as const;

/** The instance in a role, if this homelab has it. */
export function inRole(lab: Homelab, role: keyof typeof roles): Instance | undefined {
  return lab.instances.find(({ service }) => service.name === roles[role]);
}
