import { keyedApi, notify } from "../../contracts";
import { forward, optional, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byCurl, media } from "../support/containers";
import { exporter, exporterPort } from "../support/exportarr";
import { linuxserver } from "../support/linuxserver";

const port = 8080;

/**
 * Its API key, its folders and the host names that it accepts (`host_whitelist`) can be set only in sabnzbd.ini, in its
 * state directory.
 */
export const sabnzbd = service({
  name: "sabnzbd",
  title: "SABnzbd",
  description: "Downloads from Usenet what the library's apps request, then repairs and unpacks it.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(port), metrics: tcp(exporterPort, { local: true }) },
  provides: [keyedApi.contract],
  uses: { notify: optional(notify.channel("arr")) },
  web: { subdomain: "sabnzbd", signOn: forward(), groups: ["admins"] },
  secrets: { apiKey: keyedApi.apiKey("sabnzbd") },
  operations: {
    metrics: { port: "metrics" },
    logs: { source: "docker" },
    health: { port: "http", path: "/api?mode=version", startSeconds: 120 },
    alerts: [
      {
        name: "DownloadsPaused",
        // It pauses itself when the disk is full or the provider refuses its login.
        expr: "sabnzbd_paused == 1 and sabnzbd_queue_length > 0",
        for: "6h",
        severity: "warning",
        summary: "SABnzbd has been paused for six hours with downloads in its queue.",
      },
    ],
    backup: { paths: ["/opt/docker/sabnzbd"] },
    uptime: { port: "http", path: "/api?mode=version" },
    tile: { group: "Media", icon: "sabnzbd", description: "Downloads" },
  },
  render: ({ site }) => ({
    containers: [
      linuxserver(site, {
        name: "sabnzbd",
        image: images.sabnzbd,
        ports: ["http"],
        mounts: [media()],
        health: byCurl(port, "/api?mode=version", { startSeconds: 120 }),
        memoryMiB: 2048,
        cpus: 4,
        // It saves its queue before it stops.
        stopSeconds: 60,
      }),
      exporter("sabnzbd", port),
    ],
  }),
});
