import { webApi } from "../../contracts";
import { none, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byCurl } from "../support/containers";

const port = 8191;

export const flaresolverr = service({
  name: "flaresolverr",
  title: "FlareSolverr",
  description: "Opens pages in a browser for Prowlarr, where an indexer requires one.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(port), metrics: tcp(8192, { local: true }) },
  provides: [webApi.contract],
  operations: {
    metrics: { port: "metrics" },
    logs: { source: "docker" },
    health: { port: "http", path: "/health", startSeconds: 120 },
    alerts: none("if it cannot open a page, Prowlarr reports a failing indexer"),
    backup: none("it keeps no state"),
    uptime: { port: "http", path: "/health" },
    tile: none("it has no web interface for people"),
  },
  render: ({ site }) => ({
    containers: [
      {
        name: "flaresolverr",
        image: images.flaresolverr,
        env: { TZ: site.timezone, LOG_LEVEL: "info", PROMETHEUS_ENABLED: "true", PROMETHEUS_PORT: "8192" },
        ports: ["http", "metrics"],
        health: byCurl(port, "/health", { startSeconds: 120 }),
        // It runs a browser, which needs much memory for a short time for each page.
        memoryMiB: 1024,
        cpus: 2,
        capabilities: { drop: ["ALL"] },
      },
    ],
  }),
});
