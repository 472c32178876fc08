import { none, service, udp } from "../../model";
import { guests } from "../guests";
import { routingPeer } from "./netbird-peer/render";

/**
 * The homelab's own peer, beside the server. It routes other peers into the homelab's networks, so to every firewall
 * their packets come from this guest.
 */
export const netbirdPeer = service({
  name: "netbird-peer",
  title: "Netbird routing peer",
  description: "Routes VPN peers into the homelab, to the machines that their groups may reach.",
  on: guests.netbird,
  // Open to no zone: it sends first, to peers that it has found through STUN. Where that fails, peers use the relay.
  ports: { wireguard: udp(51820) },
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
    metrics: none("the server's metrics show whether it is connected"),
    logs: { source: "journal", units: ["netbird.service", "homelab-netbird-peer.service"] },
    // Checks only that it runs. It joins once server and proxy answer, and VpnWithoutPeers reports if it does not.
    health: { command: ["netbird", "status", "--check", "live"], startSeconds: 60 },
    alerts: none("VpnWithoutPeers covers it"),
    backup: none("a lost peer joins again with a new key"),
    uptime: none("WireGuard does not answer unknown peers"),
    tile: none("Netbird's dashboard shows it"),
  },
  render: routingPeer,
});
