import { docker } from "../../contracts";
import { none, service, tcp } from "../../model";
import { images } from "../../versions";
import { asCidr } from "../../values/ipv4";
import { guests } from "../guests";
import { dockerSocket } from "../support/containers";

const port = 2375;

/**
 * What a client needs to discover containers. Whole sub-paths of /containers would be too much: `archive` and `export`
 * hand out any file of a container, its secrets included.
 */
const admitted = {
  GET: "(/v1\\.[0-9]+)?/(_ping|version|events|containers/json|containers/[a-zA-Z0-9_.-]+/json)",
  HEAD: "(/v1\\.[0-9]+)?/_ping",
};

export const dockerSocketProxy = service({
  name: "docker-socket-proxy",
  title: "Docker socket proxy",
  description: "Lets the gateway see which containers there are, and nothing else of the Docker engine.",
  on: guests.docker,
  app: {},
  ports: { docker: tcp(port) },
  provides: [docker.contract],
  operations: {
    metrics: none("it has none"),
    logs: { source: "docker" },
    health: { port: "docker" },
    alerts: none("the gateway keeps what it has seen; that the proxy is down is told like for any service"),
    backup: none("it keeps no state"),
    uptime: { port: "docker" },
    tile: none("it has no face"),
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
        // Owner of the socket, whose group has another number on every machine; it has no other right.
        user: "0:0",
        capabilities: { drop: ["ALL"] },
        readOnly: true,
      },
    ],
  }),
});
