import { keyedApi, notify, s3, smtp } from "../../contracts";
import { generated, none, open, optional, own, service, tcp } from "../../model";
import { guests } from "../guests";
import { registryToken } from "../support/github";

const itsAccounts = own("Coolify guards its interface, its API and its webhooks by accounts and tokens of its own");

/**
 * Its installer brings the database and the Redis of its own internals, and so does every upgrade: they stay inside. The
 * shared databases belong to the web apps that it deploys.
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
    // Its own Traefik, which knows the web apps; ours hands it everything below `apps`.
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
      signOn: open("each web app decides by itself who may enter"),
      // Each web app sets its own, and a second set would break those that are framed or load from elsewhere.
      headers: "none",
    },
  ],
  secrets: {
    root: generated("coolify", "root-password", "password of Coolify's first administrator"),
    registry: registryToken,
  },
  operations: {
    metrics: none("it has none for Prometheus; the agent sees its containers"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/health", startSeconds: 300 },
    alerts: none("it tells of failed deployments itself"),
    backup: { paths: ["/data/coolify/source/.env", "/data/coolify/ssh"], dump: "coolify" },
    uptime: { port: "http", path: "/api/health" },
    tile: { group: "Automation", icon: "coolify", description: "Web applications" },
  },
});
