import { keyedApi } from "../../contracts";
import { forward, optional, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byCurl, media } from "../support/containers";
import { exporter, exporterPort } from "../support/exportarr";
import { linuxserver } from "../support/linuxserver";

const port = 6767;

/** Its API key can be set only in config/config.yaml, in its state directory. */
export const bazarr = service({
  name: "bazarr",
  title: "Bazarr",
  description: "Finds subtitles for the films and series of the library.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(port), metrics: tcp(exporterPort, { local: true }) },
  provides: [keyedApi.contract],
  uses: { films: optional(keyedApi.of("radarr")), series: optional(keyedApi.of("sonarr")) },
  web: { subdomain: "bazarr", signOn: forward(), groups: ["admins"] },
  secrets: { apiKey: keyedApi.apiKey("bazarr") },
  operations: {
    metrics: { port: "metrics" },
    logs: { source: "docker" },
    health: { port: "http", path: "/api/system/ping", startSeconds: 180 },
    alerts: [
      {
        name: "BazarrUnhealthy",
        expr: "max by (object, issue) (bazarr_system_health_issues) > 0",
        for: "6h",
        severity: "warning",
        summary: "Bazarr reports a problem with {{ $labels.object }}: {{ $labels.issue }}",
      },
    ],
    backup: { paths: ["/opt/docker/bazarr"], dump: "sqlite" },
    uptime: { port: "http", path: "/api/system/ping" },
    tile: { group: "Media", icon: "bazarr", description: "Subtitles" },
  },
  render: ({ site }) => ({
    containers: [
      linuxserver(site, {
        name: "bazarr",
        image: images.bazarr,
        ports: ["http"],
        mounts: [media()],
        health: byCurl(port, "/api/system/ping", { startSeconds: 180 }),
        memoryMiB: 512,
        cpus: 2,
      }),
      exporter("bazarr", port),
    ],
  }),
});
