import { external, none, service, udp } from "../../model";
import { guests } from "../guests";

/**
 * The homelab's own peer, beside the server. It carries other peers into the homelab's networks, so to every firewall
 * they come from this guest.
 */
export const netbirdPeer = service({
  name: "netbird-peer",
  title: "Netbird routing peer",
  description: "Leads VPN peers into the homelab, to what their group may reach.",
  on: guests.netbird,
  // Open to nobody: it speaks first, to peers that STUN has found, and the relay remains where that fails.
  listens: { wireguard: udp(51820) },
  secrets: {
    setup: external(
      "netbird",
      "setup-key",
      "key with which the routing peer joins the mesh",
      "`homelab bootstrap` makes it once Netbird's server runs.",
      // The server, which has to run first, is on the same guest.
      { optional: true },
    ),
  },
  repositories: [
    {
      name: "netbird",
      uri: "https://pkgs.netbird.io/debian",
      suites: ["stable"],
      components: ["main"],
      key: "https://pkgs.netbird.io/debian/public.key",
    },
  ],
  kernel: { modules: ["tun", "wireguard"] },
  operations: {
    metrics: none("the server's figures tell whether it is connected"),
    logs: { source: "journal", units: ["netbird.service"] },
    health: { command: ["netbird", "status", "--check", "startup"], startSeconds: 120 },
    alerts: none("VpnWithoutPeers is about it"),
    backup: none("a lost peer joins again with its key"),
    uptime: none("WireGuard answers nobody whom it does not know"),
    tile: none("Netbird's dashboard shows it"),
  },
});
