import { notify, webApi } from "../../contracts";
import { forward, generated, none, optional, service, tcp, type Container } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { guests } from "../guests";
import { appUid, internalCa, readingSecrets, unprivileged } from "../support/containers";
import { telegramBotToken } from "../support/secrets";

const port = 3001;
const user = "admin";

const secrets = {
  admin: generated("uptime-kuma", "password", "password of Uptime Kuma's administrator"),
  // Its own connection to Telegram, in case the usual one through n8n is down.
  telegram: telegramBotToken,
};

/** Uptime Kuma can be configured only in its own interface; AutoKuma beside it creates its monitors from files. */
export const uptimeKuma = service({
  name: "uptime-kuma",
  title: "Uptime Kuma",
  description: "Checks from outside whether every service answers, and sends a notification when one does not.",
  on: guests.docker,
  app: { subnet: 4 },
  ports: { http: tcp(port) },
  provides: [webApi.contract],
  uses: { notify: optional(notify.channel("uptime-kuma")) },
  web: { subdomain: "uptime", aliases: ["status"], signOn: forward(), groups: ["admins"] },
  secrets,
  operations: {
    metrics: none("reading them needs its administrator's password, and it sends notifications about failures itself"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/entry-page", startSeconds: 180 },
    alerts: none("it is the second, independent source of notifications"),
    backup: { paths: ["/opt/docker/uptime-kuma"], dump: "sqlite" },
    uptime: none("it cannot monitor itself; Prometheus reports a missing container"),
    tile: { group: "Observability", icon: "uptime-kuma", description: "What answers, and what does not" },
  },
  render: ({ site }) => ({ containers: [kuma(site), autokuma(site)] }),
});

const kuma = (site: Site): Container => ({
  name: "uptime-kuma",
  image: images.uptimeKuma,
  env: { TZ: site.timezone, UPTIME_KUMA_DB_TYPE: "sqlite", NODE_EXTRA_CA_CERTS: internalCa.path },
  ports: ["http"],
  mounts: [{ kind: "state", from: "data", to: "/app/data" }, internalCa.mount],
  health: { test: ["extra/healthcheck"], intervalSeconds: 60, timeoutSeconds: 30, startSeconds: 180 },
  memoryMiB: 512,
  cpus: 1,
  user: `${appUid}:${appUid}`,
  // The program `ping` needs it.
  capabilities: { drop: ["ALL"], add: ["NET_RAW"] },
});

const autokuma = (site: Site): Container => ({
  ...unprivileged,
  name: "autokuma",
  image: images.autokuma,
  entrypoint: readingSecrets({ AUTOKUMA__KUMA__PASSWORD: "password" }, ["autokuma"]),
  env: {
    TZ: site.timezone,
    AUTOKUMA__KUMA__URL: `http://uptime-kuma:${port}`,
    AUTOKUMA__KUMA__USERNAME: user,
    AUTOKUMA__STATIC_MONITORS: "/monitors",
    AUTOKUMA__DOCKER__ENABLED: "false",
    AUTOKUMA__FILES__FOLLOW_SYMLINKS: "true",
    AUTOKUMA__ON_DELETE: "delete",
  },
  secrets: { password: secrets.admin },
  mounts: [
    { kind: "state", from: "monitors", to: "/monitors", readOnly: true },
    // Maps files to monitors of Uptime Kuma; without it, AutoKuma would create every monitor again.
    { kind: "state", from: "autokuma", to: "/data" },
  ],
  memoryMiB: 128,
  cpus: 0.5,
});
