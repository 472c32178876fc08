import { none, service, tcp } from "../../model";
import { onNodes } from "../support/nodes";
import { packageCache } from "./apt-proxy/config";

const http = tcp(3142, { zones: ["guests"] });

/** Guests in an isolated network have no other source of packages. */
export const aptProxy = service({
  name: "apt-proxy",
  title: "apt-cacher-ng",
  description: "Serves Debian, Ubuntu and vendor packages to all guests, and downloads each only once.",
  on: onNodes,
  ports: { http },
  operations: {
    metrics: none("it only has an HTML report, which Prometheus cannot read"),
    logs: { source: "files", paths: ["/var/log/apt-cacher-ng/apt-cacher.err"] },
    health: { port: "http", path: "/acng-report.html" },
    alerts: none("the base layer reports a guest that gets no updates"),
    backup: none("it is a cache"),
    uptime: { port: "http", path: "/acng-report.html" },
    tile: none("it has no page for people"),
  },
  render: (context) => packageCache(http.number, context),
});
