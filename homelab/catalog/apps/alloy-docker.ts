import { service, type Mount } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { agent, containerAlerts } from "../support/agent";
import { dockerSocket } from "../support/containers";

const seen = (from: string, to = from): Mount => ({ kind: "host", from, to, readOnly: true });

/** Its image contains bash and grep, but no HTTP client. */
const ready = [
  "exec 3<>/dev/tcp/127.0.0.1/12345",
  "printf 'GET /-/ready HTTP/1.0\\r\\n\\r\\n' >&3",
  "grep -q '200 OK' <&3",
].join(" && ");

/**
 * Privileged, in the machine's network and process namespaces: it reads the machine's own metrics, the control groups
 * of all containers and the kernel's out-of-memory messages. Only the machine itself can reach it.
 */
export const alloyDocker = service({
  name: "alloy-docker",
  title: "Grafana Alloy on the Docker host",
  description: "The agent of the Docker host: collects metrics and logs of every container, and sends them on.",
  on: guests.docker,
  app: { hostNetwork: true },
  ports: agent.ports,
  uses: agent.uses,
  operations: agent.operations(containerAlerts),
  render: ({ site, uses: { metrics } }) => ({
    containers: [
      {
        name: "alloy-docker",
        image: images.alloy,
        command: [
          "run",
          "--server.http.listen-addr=127.0.0.1:12345",
          "--storage.path=/var/lib/alloy/data",
          "--disable-reporting",
          "/etc/alloy/config.alloy",
        ],
        env: { TZ: site.timezone, GOMEMLIMIT: "400MiB" },
        secrets: { ...(metrics !== undefined && { "remote-write-password": metrics.password }) },
        ports: ["http"],
        mounts: [
          { kind: "state", from: "config", to: "/etc/alloy", readOnly: true },
          { kind: "cache", volume: "alloy-docker-data", to: "/var/lib/alloy/data" },
          dockerSocket,
          { ...seen("/", "/rootfs"), followsMounts: true },
          seen("/sys"),
          seen("/dev/disk"),
          seen("/var/lib/docker"),
          seen("/var/log/journal"),
          seen("/etc/machine-id"),
        ],
        health: { test: ["bash", "-c", ready] },
        memoryMiB: 512,
        cpus: 1,
        privileged: true,
        pid: "host",
      },
    ],
  }),
});
