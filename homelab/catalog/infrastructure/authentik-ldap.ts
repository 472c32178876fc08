import { ldap, webApi } from "../../contracts";
import { generated, none, service, tcp } from "../../model";
import { guests } from "../guests";

export const authentikLdap = service({
  name: "authentik-ldap",
  title: "Authentik LDAP outpost",
  description: "Authentik's people and groups as an LDAP directory, for what knows no other sign-on.",
  on: guests.authentik,
  listens: {
    ldaps: tcp(636, { tls: true }),
    ldap: tcp(389, { local: true }),
    metrics: tcp(9302, { local: true }),
  },
  provides: [ldap.contract],
  uses: { api: webApi.of("authentik") },
  secrets: { token: generated("authentik", "ldap-token", "token of the LDAP outpost at Authentik", { length: 60 }) },
  operations: {
    metrics: { listen: "metrics" },
    logs: { source: "journal", units: ["authentik-ldap.service"] },
    health: { listen: "metrics", path: "/outpost.goauthentik.io/ping" },
    alerts: none("Authentik tells when an outpost falls silent"),
    backup: none("it keeps no state"),
    uptime: { listen: "ldaps" },
    tile: none("it has no face"),
  },
});
