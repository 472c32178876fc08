import { ldap, webApi } from "../../contracts";
import { none, portOf, service, tcp, type Context, type Rendered } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { podman, shareOf } from "../support/podman";

export const authentikLdap = service({
  name: "authentik-ldap",
  title: "Authentik LDAP outpost",
  description: "Authentik's people and groups as an LDAP directory, for services that support no other sign-on.",
  on: guests.authentik,
  ports: {
    ldaps: tcp(636, { tls: true }),
    ldap: tcp(389, { local: true }),
    metrics: tcp(9302, { local: true }),
  },
  provides: [ldap.contract],
  uses: { api: webApi.of("authentik") },
  secrets: { token: ldap.outpostToken },
  operations: {
    metrics: { port: "metrics" },
    logs: { source: "journal", units: ["authentik-ldap.service"] },
    health: { port: "metrics", path: "/outpost.goauthentik.io/ping" },
    alerts: none("Authentik's own alert reports a silent outpost"),
    backup: none("it keeps no state"),
    uptime: { port: "ldaps" },
    tile: none("it has no web interface for people"),
  },
  render: (context) => outpost(context, context.uses.api.url),
});

/** One container. Authentik tells it which certificate to show, who may bind, and what they may see. */
function outpost({ guest, service: { ports } }: Context, url: string): Rendered {
  return podman([
    {
      name: "authentik-ldap",
      description: "Authentik: LDAP outpost",
      image: images.authentikLdap,
      user: 1000,
      // Its ports are below 1024.
      capabilities: ["NET_BIND_SERVICE"],
      environment: {
        AUTHENTIK_HOST: url,
        AUTHENTIK_INSECURE: "false",
        AUTHENTIK_TOKEN: ldap.outpostToken,
        AUTHENTIK_LISTEN__LDAP: `127.0.0.1:${portOf(ports, "ldap")}`,
        AUTHENTIK_LISTEN__LDAPS: `0.0.0.0:${portOf(ports, "ldaps")}`,
        AUTHENTIK_LISTEN__METRICS: `127.0.0.1:${portOf(ports, "metrics")}`,
      },
      memory: shareOf(guest, 0.06),
      // It asks until Authentik has its outpost and token, which takes minutes at the first start.
      health: { command: ["/ldap", "healthcheck"], startSeconds: 600 },
      after: ["homelab-authentik.service"],
    },
  ]);
}
