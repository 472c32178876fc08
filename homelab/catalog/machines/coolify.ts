import { keyedApi, notify, s3, smtp } from "../../contracts";
import { generated, none, open, optional, own, service, tcp } from "../../model";
import { guests } from "../guests";
import { registryToken } from "../support/github";

const itsAccounts = own("Coolify protects its interface, its API and its webhooks with its own accounts and tokens");

/**
 * Its installer and every upgrade set up an internal database and Redis, which no other service uses. The shared
 * databases are for the web apps that it deploys.
 */
export const coolify = service({
  name: "coolify",
  title: "Coolify",
  description: "Builds and deploys web applications from their repositories.",
  on: guests.coolify,
  ports: {
    http: tcp(8000),
    realtime: tcp(6001),
    terminal: tcp(6002),
    // Coolify's own Traefik, which routes to the web apps; the proxy forwards everything below `apps` to it.
    proxy: tcp(80),
    proxyTls: tcp(443, { tls: true, local: true }),
    ssh: tcp(22, { zones: ["operators", "hosts"] }),
  },
  provides: [keyedApi.contract],
  uses: {
    builds: s3.bucket("artifacts", "read-write", "coolify-builds"),
    notify: optional(notify.channel("coolify")),
    mail: optional(smtp.relay()),
  },
  web: [
    { subdomain: "coolify", signOn: itsAccounts, groups: ["admins"] },
    { subdomain: "coolify", port: "realtime", paths: ["/app"], signOn: itsAccounts, groups: ["admins"] },
    { subdomain: "coolify", port: "terminal", paths: ["/terminal/ws"], signOn: itsAccounts, groups: ["admins"] },
    {
      subdomain: "*.apps",
      port: "proxy",
      signOn: open("each web app controls access itself"),
      // Each web app sets its own headers; ours would break apps that are in a frame or load from other sites.
      headers: "none",
    },
  ],
  secrets: {
    root: generated("coolify", "root-password", "password of Coolify's first administrator"),
    registry: registryToken,
  },
  operations: {
    metrics: none("it has no endpoint for Prometheus; the agent measures its containers"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/health", startSeconds: 300 },
    alerts: none("it reports failed deployments itself"),
    backup: { paths: ["/data/coolify/source/.env", "/data/coolify/ssh"], dump: "coolify" },
    uptime: { port: "http", path: "/api/health" },
    tile: { group: "Automation", icon: "coolify", description: "Web applications" },
  },
});
