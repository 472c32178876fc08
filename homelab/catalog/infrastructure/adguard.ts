import { webApi } from "../../contracts";
import { forward, none, open, service, tcp, udp } from "../../model";
import { guests } from "../guests";
import { quicKernel } from "../support/kernel";
import { adguardPassword } from "../support/secrets";
import { kept, namesUnit, unit } from "./adguard/files";
import { resolver } from "./adguard/render";

export const adguard = service({
  name: "adguard",
  title: "AdGuard Home",
  description: "DNS for the whole network: the homelab's own names, encrypted upstreams, no ads or trackers.",
  on: guests.adguard,
  ports: {
    dns: tcp(53, { zones: ["household", "guests"] }),
    dnsUdp: udp(53, { zones: ["household", "guests"] }),
    dot: tcp(853, { tls: true, zones: ["household", "guests"] }),
    doq: udp(853, { tls: true, zones: ["household", "guests"] }),
    // Reached through the proxy, which has port 443 for the household.
    doh: tcp(443, { tls: true }),
    http: tcp(3000),
    // Unbound, with the names of the homelab.
    names: tcp(5335, { local: true }),
    namesUdp: udp(5335, { local: true }),
  },
  provides: [webApi.contract],
  web: [
    { subdomain: "adguard", signOn: forward(), groups: ["admins"] },
    {
      subdomain: "dns",
      port: "doh",
      paths: ["/dns-query"],
      signOn: open("DNS clients have no way to sign on"),
      headers: "none",
    },
  ],
  secrets: { admin: adguardPassword },
  kernel: quicKernel,
  operations: {
    metrics: none("it has none itself; adguard-exporter beside it reads its API"),
    logs: { source: "journal", units: [unit, namesUnit] },
    health: { port: "http", path: "/login.html" },
    alerts: none("adguard-exporter declares them"),
    backup: { paths: [kept] },
    uptime: { port: "dns" },
    tile: { group: "Infrastructure", icon: "adguard-home", description: "DNS and ad blocking" },
  },
  render: resolver,
});
