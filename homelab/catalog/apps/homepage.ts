import { keyedApi, proxmox, webApi } from "../../contracts";
import { forward, none, optional, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byWget, internalCa, publicHost, secretFile, unprivileged } from "../support/containers";
import { adguardPassword } from "../support/secrets";

const port = 3000;

/** Services whose widgets need an API key. */
const keyed = {
  radarr: optional(keyedApi.of("radarr")),
  sonarr: optional(keyedApi.of("sonarr")),
  lidarr: optional(keyedApi.of("lidarr")),
  readarr: optional(keyedApi.of("readarr")),
  prowlarr: optional(keyedApi.of("prowlarr")),
  bazarr: optional(keyedApi.of("bazarr")),
  sabnzbd: optional(keyedApi.of("sabnzbd")),
  overseerr: optional(keyedApi.of("overseerr")),
  portainer: optional(keyedApi.issuedBy("portainer")),
  coolify: optional(keyedApi.issuedBy("coolify")),
};

const keyless = {
  tdarr: optional(webApi.of("tdarr")),
  uptime: optional(webApi.of("uptime-kuma")),
  adguard: optional(webApi.of("adguard")),
  traefik: optional(webApi.of("traefik")),
  // Databases, n8n and the assistant's activity have no widgets; their figures come from Prometheus.
  metrics: optional(webApi.of("prometheus")),
};

export const homepage = service({
  name: "homepage",
  title: "Homepage",
  description: "One page with every service: its link, its health and its main figures.",
  on: guests.docker,
  app: { subnet: 2 },
  ports: { http: tcp(port) },
  uses: { ...keyed, ...keyless, guests: optional(proxmox.api("audit")) },
  web: { subdomain: "homepage", aliases: ["home"], signOn: forward(), groups: ["household"] },
  secrets: { adguard: adguardPassword },
  operations: {
    metrics: none("it has no metrics"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/healthcheck" },
    alerts: none("it only shows data of others"),
    backup: none("all of it is rendered"),
    uptime: { port: "http", path: "/api/healthcheck" },
    tile: none("it is the page itself"),
  },
  render: ({ site, guest, uses: { guests: pve, ...uses } }) => {
    const keys = {
      ...Object.fromEntries(
        Object.keys(keyed).flatMap((name) => {
          const api = uses[name as keyof typeof keyed];
          return api === undefined ? [] : [[name, api.key]];
        }),
      ),
      ...(pve !== undefined && { proxmox: pve.token }),
      ...(uses.adguard !== undefined && { adguard: adguardPassword }),
    };
    return {
      containers: [
        {
          ...unprivileged,
          name: "homepage",
          image: images.homepage,
          env: {
            TZ: site.timezone,
            // It accepts no other host name; Uptime Kuma uses the last one.
            HOMEPAGE_ALLOWED_HOSTS: [
              publicHost(site, "homepage"),
              publicHost(site, "home"),
              `${guest.address}:${port}`,
            ].join(","),
            NODE_EXTRA_CA_CERTS: internalCa.path,
            ...Object.fromEntries(
              Object.keys(keys).map((name) => [`HOMEPAGE_FILE_${name.toUpperCase()}`, secretFile(name)]),
            ),
          },
          secrets: keys,
          ports: ["http"],
          mounts: [{ kind: "state", from: "config", to: "/app/config" }, internalCa.mount],
          health: byWget(port, "/api/healthcheck"),
          memoryMiB: 384,
          cpus: 1,
        },
      ],
    };
  },
});
