import { keyedApi } from "../../contracts";
import { external, forward, generated, none, optional, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byWget, secretFile, unprivileged } from "../support/containers";

const port = 5454;

const secrets = {
  apiKey: external(
    "notifiarr",
    "api-key",
    "API key with which the client signs in to notifiarr.com",
    "Copy the global API key of your profile at https://notifiarr.com.",
  ),
  password: generated("notifiarr", "password", "password of the local administrator of Notifiarr"),
};

/**
 * Used only for the TRaSH guides: it sets quality profiles and custom formats of Radarr and Sonarr as they recommend.
 */
export const notifiarr = service({
  name: "notifiarr",
  title: "Notifiarr",
  description: "Keeps the quality settings of Radarr and Sonarr as the TRaSH guides recommend.",
  on: guests.docker,
  app: {},
  ports: { http: tcp(port) },
  uses: { radarr: optional(keyedApi.of("radarr")), sonarr: optional(keyedApi.of("sonarr")) },
  web: { subdomain: "notifiarr", signOn: forward(), groups: ["admins"] },
  secrets,
  operations: {
    metrics: none("it has no metrics"),
    logs: { source: "docker" },
    health: { port: "http", path: "/" },
    alerts: none("slightly outdated quality settings do no harm"),
    backup: { paths: ["/opt/docker/notifiarr"] },
    uptime: { port: "http", path: "/" },
    tile: { group: "Media", icon: "notifiarr", description: "TRaSH guides" },
  },
  render: ({ site, uses: { radarr, sonarr } }) => {
    const apps = Object.entries({ radarr, sonarr }).flatMap(([name, api]) =>
      api === undefined ? [] : [{ name, ...api }],
    );
    return {
      containers: [
        {
          ...unprivileged,
          name: "notifiarr",
          image: images.notifiarr,
          // notifiarr.com identifies its clients by host name and machine id.
          hostname: "notifiarr",
          env: {
            TZ: site.timezone,
            DN_API_KEY: `filepath:${secretFile("api-key")}`,
            DN_UI_PASSWORD: `filepath:${secretFile("password")}`,
            ...Object.fromEntries(
              apps.flatMap(({ name, url }) => [
                [`DN_${name.toUpperCase()}_0_NAME`, name],
                [`DN_${name.toUpperCase()}_0_URL`, url],
                [`DN_${name.toUpperCase()}_0_API_KEY`, `filepath:${secretFile(`${name}-api-key`)}`],
              ]),
            ),
          },
          secrets: {
            "api-key": secrets.apiKey,
            password: secrets.password,
            ...Object.fromEntries(apps.map(({ name, key }) => [`${name}-api-key`, key])),
          },
          ports: ["http"],
          mounts: [
            { kind: "state", from: "config", to: "/config" },
            { kind: "host", from: "/etc/machine-id", to: "/etc/machine-id", readOnly: true },
          ],
          health: byWget(port, "/"),
          memoryMiB: 256,
          cpus: 1,
        },
      ],
    };
  },
});
