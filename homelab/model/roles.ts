import type { Homelab, Instance } from "./homelab";

/**
 * Services that views find by their role. No other code may depend on the name of a service. A homelab without one of
 * these services only lacks what that service does.
 */
export const roles = {
  /** Serves every web name. */
  proxy: "traefik",
  /** Signs people on. */
  signOn: "authentik",
  /** Answers DNS. */
  resolver: "adguard",
  /** Connects VPN peers to the homelab: every firewall sees their packets as coming from its guest. */
  vpn: "netbird",
  /** Checks services over the network. */
  watcher: "uptime-kuma",
  /** Provides packages to guests, on every node. */
  packageCache: "apt-proxy",
} as const;

/** The instance in a role, if this homelab has it. */
export function inRole(lab: Homelab, role: keyof typeof roles): Instance | undefined {
  return lab.instances.find(({ service }) => service.name === roles[role]);
}
