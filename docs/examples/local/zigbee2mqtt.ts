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

/** Its coordinator hangs on the network (`tcp://...`); people enter it at the first start, at the web interface. */
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
    metrics: none("it tells its figures by MQTT alone"),
    logs: { source: "docker" },
    health: { port: "http", path: "/" },
    alerts: none("that it is down is told anyway"),
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
        // It knows the password as a variable alone.
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
