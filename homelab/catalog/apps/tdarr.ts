import { webApi } from "../../contracts";
import { forward, none, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { appUid, byCurl, media, startsAsRoot } from "../support/containers";

/**
 * Server with a built-in worker. It transcodes on the CPU, because no graphics device is passed through to the machine.
 */
export const tdarr = service({
  name: "tdarr",
  title: "Tdarr",
  description: "Searches the library for broken and oversized files, and transcodes them when nobody is watching.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(8265), server: tcp(8266, { local: true }) },
  provides: [webApi.contract],
  web: { subdomain: "tdarr", signOn: forward(), groups: ["admins"] },
  operations: {
    metrics: none("it has none; the agent measures its container"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/v2/status", startSeconds: 180 },
    alerts: none("a delay in transcoding does no harm"),
    backup: { paths: ["/opt/docker/tdarr"] },
    uptime: { port: "http", path: "/api/v2/status" },
    tile: { group: "Media", icon: "tdarr", description: "Transcoding" },
  },
  render: ({ site }) => ({
    containers: [
      {
        ...startsAsRoot,
        name: "tdarr",
        image: images.tdarr,
        env: {
          TZ: site.timezone,
          PUID: String(appUid),
          PGID: String(appUid),
          UMASK: "002",
          serverIP: "0.0.0.0",
          serverPort: "8266",
          webUIPort: "8265",
          internalNode: "true",
          nodeName: "internal",
          inContainer: "true",
          ffmpegVersion: "7",
          auth: "false",
          openBrowser: "false",
          maxLogSizeMB: "10",
        },
        ports: ["http", "server"],
        mounts: [
          { kind: "state", from: "server", to: "/app/server" },
          { kind: "state", from: "configs", to: "/app/configs" },
          { kind: "cache", volume: "tdarr-logs", to: "/app/logs" },
          { kind: "cache", volume: "tdarr-transcode", to: "/temp" },
          media(),
        ],
        health: byCurl(8265, "/api/v2/status", { startSeconds: 180 }),
        memoryMiB: 2560,
        cpus: 4,
        stopSeconds: 60,
      },
    ],
  }),
});
