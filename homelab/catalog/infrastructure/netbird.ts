import { postgres } from "../../contracts";
import { generated, oidc, open, service, tcp, udp } from "../../model";
import { guests } from "../guests";
import { podmanQuicKernel } from "../support/kernel";
import { netbirdState } from "../support/netbird";
import { units } from "./netbird/files";
import { netbirdServer } from "./netbird/render";

const byPeers = open("peers call it and authenticate with Netbird's own keys and tokens");

/**
 * The combined server (management, signal, relay, STUN and identity provider in one) and the dashboard beside it.
 * People sign on through its embedded identity provider, which is Authentik's OpenID Connect client.
 */
export const netbird = service({
  name: "netbird",
  title: "Netbird",
  description:
    "Zero-trust mesh VPN: manages peers and their access, and relays traffic where peers cannot connect directly.",
  on: guests.netbird,
  ports: {
    http: tcp(80),
    dashboard: tcp(8080),
    stun: udp(3478, { zones: ["internet", "household"] }),
    metrics: tcp(9090, { local: true }),
    health: tcp(9000),
  },
  uses: { db: postgres.database("netbird") },
  web: [
    {
      subdomain: "netbird",
      port: "dashboard",
      signOn: oidc("/oauth2/callback", "/oauth2/logout/callback"),
      // Everybody with an account may add devices; the policies of their groups decide what these may reach.
      groups: [],
    },
    {
      subdomain: "netbird",
      paths: ["/signalexchange.SignalExchange/", "/management.ManagementService/", "/management.ProxyService/"],
      scheme: "h2c",
      signOn: byPeers,
      // Peers may call from anywhere, and so may people who sign on there for the first time.
      public: "where-possible",
      headers: "none",
    },
    {
      subdomain: "netbird",
      paths: ["/relay", "/ws-proxy/", "/api", "/oauth2"],
      signOn: byPeers,
      public: "where-possible",
      headers: "none",
    },
  ],
  secrets: {
    owner: generated("netbird", "owner-password", "password of Netbird's owner, for access while the sign-on is down", {
      keep: "Netbird reads it only once, when its owner is created.",
    }),
    relay: generated("netbird", "relay-secret", "secret between Netbird's relay and its peers"),
    // 43 characters and `=` are the base64 of the 32 bytes that the store's cipher takes.
    store: generated("netbird", "store-key", "key that encrypts what Netbird stores", {
      length: 43,
      keep: "Netbird could no longer read its setup keys.",
    }),
    session: generated(
      "netbird",
      "session-key",
      "key that encrypts the session cookies of Netbird's identity provider",
    ),
  },
  kernel: podmanQuicKernel,
  operations: {
    metrics: { port: "metrics" },
    logs: {
      source: "journal",
      units: [units.server, units.dashboard, units.reconciler, units.refresh],
    },
    health: { port: "http", path: "/oauth2/.well-known/openid-configuration", startSeconds: 120 },
    alerts: [
      {
        name: "VpnWithoutPeers",
        // The homelab's own routing peer is always connected.
        expr: "management_grpc_connected_streams_ratio < 1",
        for: "15m",
        severity: "warning",
        summary: "No peer is connected to Netbird, not even the homelab's own: remote access does not work.",
      },
    ],
    // The token of the script that configures it; everything else is in PostgreSQL, and its key is in the vault.
    backup: { paths: [`/var/lib/${netbirdState}`] },
    // It calls its own relay by the public name and through the proxy, as a peer does. So it is not a check of this
    // guest alone.
    uptime: { port: "health", path: "/health" },
    tile: { group: "Infrastructure", icon: "netbird", description: "VPN" },
  },
  render: (context) => netbirdServer(context, context.uses.db),
});
