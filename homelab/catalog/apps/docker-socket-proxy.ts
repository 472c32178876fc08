import { docker } from "../../contracts";
import { none, service, tcp } from "../../model";
import { images } from "../../versions";
import { asCidr } from "../../values/ipv4";
import { guests } from "../guests";
import { dockerSocket } from "../support/containers";

const port = 2375;

/**
 * Requests that a client needs to discover containers. Other paths below /containers are excluded: `archive` and
 * `export` return any file of a container, including its secrets.
 */
const admitted = {
  GET: "(/v1\\.[0-9]+)?/(_ping|version|events|containers/json|containers/[a-zA-Z0-9_.-]+/json)",
  HEAD: "(/v1\\.[0-9]+)?/_ping",
};

export const dockerSocketProxy = service({
  name: "docker-socket-proxy",
  title: "Docker socket proxy",
  description: "Lets Traefik see which containers exist, and nothing else of the Docker engine.",
  on: guests.docker,
  app: {},
  ports: { docker: tcp(port) },
  provides: [docker.contract],
  operations: {
    metrics: none("it has none"),
    logs: { source: "docker" },
    health: { port: "docker" },
    alerts: none("Traefik keeps the routes that it has found; an outage is reported as for every service"),
    backup: none("it keeps no state"),
    uptime: { port: "docker" },
    tile: none("it has no web interface for people"),
  },
  render: (context) => ({
    containers: [
      {
        name: "docker-socket-proxy",
        image: images.socketProxy,
        command: [
          "-listenip=0.0.0.0",
          `-proxyport=${port}`,
          `-allowfrom=${["127.0.0.1/32", ...context.clients(docker.contract).map(({ source }) => asCidr(source))].join(",")}`,
          ...Object.entries(admitted).map(([method, paths]) => `-allow${method}=${paths}`),
          "-allowhealthcheck",
          "-watchdoginterval=300",
          "-stoponwatchdog",
          "-logjson",
        ],
        ports: ["docker"],
        mounts: [{ ...dockerSocket, readOnly: true }],
        health: { test: ["/healthcheck"], startSeconds: 10 },
        memoryMiB: 64,
        cpus: 0.5,
        // Root owns the socket; its group has another id on every machine. The container has no capabilities.
        user: "0:0",
        capabilities: { drop: ["ALL"] },
        readOnly: true,
      },
    ],
  }),
});
