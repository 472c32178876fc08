import { none, service, udp } from "../../model";
import { guests } from "../guests";
import { routingPeer } from "./netbird-peer/render";

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
    metrics: none("the server's figures tell whether it is connected"),
    logs: { source: "journal", units: ["netbird.service", "homelab-netbird-peer.service"] },
    // That it runs: it joins once server and gateway answer, and VpnWithoutPeers is about that.
    health: { command: ["netbird", "status", "--check", "live"], startSeconds: 60 },
    alerts: none("VpnWithoutPeers is about it"),
    backup: none("a lost peer joins again with a new key"),
    uptime: none("WireGuard answers nobody whom it does not know"),
    tile: none("Netbird's dashboard shows it"),
  },
  render: routingPeer,
});
