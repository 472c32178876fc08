import { none, service, tcp } from "../../model";
import { onNodes } from "../support/nodes";
import { packageCache } from "./apt-proxy/config";

const http = tcp(3142, { zones: ["guests"] });

/** Guests of the isolated network have no other way to packages. */
export const aptProxy = service({
  name: "apt-proxy",
  title: "apt-cacher-ng",
  description: "Hands Debian, Ubuntu and vendor packages to all guests, and fetches each only once.",
  on: onNodes,
  ports: { http },
  operations: {
    metrics: none("it has an HTML report and no figures for machines"),
    logs: { source: "files", paths: ["/var/log/apt-cacher-ng/apt-cacher.err"] },
    health: { port: "http", path: "/acng-report.html" },
    alerts: none("a guest that gets no updates is told of by the base layer"),
    backup: none("it is a cache"),
    uptime: { port: "http", path: "/acng-report.html" },
    tile: none("nobody visits it"),
  },
  render: (context) => packageCache(http.number, context),
});
