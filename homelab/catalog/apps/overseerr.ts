import { keyedApi, notify, webApi } from "../../contracts";
import { none, optional, own, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byWget, readingSecrets, unprivileged } from "../support/containers";

const port = 5055;
const secrets = { apiKey: keyedApi.apiKey("overseerr") };

export const overseerr = service({
  name: "overseerr",
  title: "Seerr (successor of Overseerr)",
  description: "Takes the household's requests for films and series, and passes them to Radarr and Sonarr.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(port) },
  provides: [keyedApi.contract],
  uses: {
    plex: optional(webApi.of("plex")),
    radarr: optional(keyedApi.of("radarr")),
    sonarr: optional(keyedApi.of("sonarr")),
    notify: optional(notify.channel("overseerr")),
  },
  web: {
    subdomain: "overseerr",
    aliases: ["seerr"],
    signOn: own("it signs people on with their Plex accounts, which show who made a request"),
    groups: ["household"],
  },
  secrets,
  operations: {
    metrics: none("it has no metrics"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/v1/status", startSeconds: 120 },
    alerts: none("it has no metrics to alert on"),
    backup: { paths: ["/opt/docker/overseerr"], dump: "sqlite" },
    uptime: { port: "http", path: "/api/v1/status" },
    tile: { group: "Media", icon: "seerr", description: "Requests" },
  },
  render: ({ site }) => ({
    containers: [
      {
        ...unprivileged,
        name: "overseerr",
        image: images.seerr,
        entrypoint: readingSecrets({ API_KEY: "api-key" }, ["npm", "start"]),
        env: { TZ: site.timezone, LOG_LEVEL: "info" },
        secrets: { "api-key": secrets.apiKey },
        ports: ["http"],
        // It migrates the settings of Overseerr if it finds them here.
        mounts: [{ kind: "state", from: "config", to: "/app/config" }],
        health: byWget(port, "/api/v1/status", { startSeconds: 120 }),
        memoryMiB: 768,
        cpus: 2,
        init: true,
      },
    ],
  }),
});
