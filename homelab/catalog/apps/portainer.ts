import { keyedApi } from "../../contracts";
import { generated, none, oidc, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { dockerSocket, publicHost, secretFile } from "../support/containers";

const secrets = { admin: generated("portainer", "admin-password", "password of Portainer's local administrator") };

/** Its image has neither a shell nor any tool, so its health is checked from outside. */
export const portainer = service({
  name: "portainer",
  title: "Portainer",
  description: "Shows the containers of the Docker host, their logs and their consoles.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(9000) },
  provides: [keyedApi.contract],
  // A user of Portainer has root on the Docker host.
  web: { subdomain: "portainer", signOn: oidc("/"), groups: ["admins"] },
  secrets,
  operations: {
    metrics: none("it has none; the agent measures the containers"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/system/status" },
    alerts: none("nothing depends on it"),
    backup: { paths: ["/opt/docker/portainer"] },
    uptime: { port: "http", path: "/api/system/status" },
    tile: { group: "Infrastructure", icon: "portainer", description: "Containers" },
  },
  render: ({ site }) => ({
    containers: [
      {
        name: "portainer",
        image: images.portainer,
        command: [
          `--admin-password-file=${secretFile("admin-password")}`,
          // Otherwise, behind the proxy, it treats its own page as a foreign origin.
          `--trusted-origins=${publicHost(site, "portainer")}`,
        ],
        env: { TZ: site.timezone },
        secrets: { "admin-password": secrets.admin },
        ports: ["http"],
        mounts: [{ kind: "state", from: "data", to: "/data" }, dockerSocket],
        memoryMiB: 256,
        cpus: 1,
        capabilities: { drop: ["ALL"] },
      },
    ],
  }),
});
