import {
  byWget,
  forward,
  guests,
  internalCa,
  none,
  readingSecrets,
  service,
  tcp,
  unprivileged,
} from "../../../homelab";
import { mqtt } from "./mqtt";

/** Its coordinator is on the network (`tcp://...`); a person enters it in the web interface after the first start. */
export const zigbee2mqtt = service({
  name: "zigbee2mqtt",
  title: "Zigbee2MQTT",
  description: "Brings Zigbee devices to MQTT.",
  on: guests.docker,
  app: { subnet: 202 },
  ports: { http: tcp(8098, { container: 8080 }) },
  uses: { broker: mqtt.account("zigbee2mqtt/#", "homeassistant/#") },
  web: { subdomain: "zigbee", signOn: forward(), groups: ["admins"] },
  operations: {
    metrics: none("it publishes its state over MQTT only"),
    logs: { source: "docker" },
    health: { port: "http", path: "/" },
    alerts: none("a common rule reports that it is down"),
    backup: { paths: ["/opt/docker/zigbee2mqtt"] },
    uptime: { port: "http", path: "/" },
    tile: { group: "Home", icon: "zigbee2mqtt", description: "Zigbee devices" },
  },
  render: ({ site, uses: { broker } }) => ({
    containers: [
      {
        ...unprivileged,
        name: "zigbee2mqtt",
        // renovate: datasource=docker depName=ghcr.io/koenkk/zigbee2mqtt
        image: "ghcr.io/koenkk/zigbee2mqtt:2.8.0",
        // It reads the password only from an environment variable.
        entrypoint: readingSecrets({ ZIGBEE2MQTT_CONFIG_MQTT_PASSWORD: "mqtt" }, [
          "docker-entrypoint.sh",
          "/sbin/tini",
          "--",
          "node",
          "index.js",
        ]),
        env: {
          TZ: site.timezone,
          ZIGBEE2MQTT_CONFIG_MQTT_SERVER: `mqtts://${broker.host}:${broker.port}`,
          ZIGBEE2MQTT_CONFIG_MQTT_CA: internalCa.path,
          ZIGBEE2MQTT_CONFIG_MQTT_USER: broker.user,
          ZIGBEE2MQTT_CONFIG_FRONTEND_ENABLED: "true",
          ZIGBEE2MQTT_CONFIG_HOMEASSISTANT_ENABLED: "true",
        },
        secrets: { mqtt: broker.password },
        ports: ["http"],
        mounts: [internalCa.mount, { kind: "state", from: "data", to: "/app/data" }],
        health: byWget(8080, "/"),
        memoryMiB: 512,
        cpus: 1,
      },
    ],
  }),
});
