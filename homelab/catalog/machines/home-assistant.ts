import { webApi } from "../../contracts";
import { none, own, service, tcp } from "../../model";
import { guests } from "../guests";

/** Declared but never changed: it existed before the homelab, and its own supervisor manages it. */
export const homeAssistant = service({
  name: "home-assistant",
  title: "Home Assistant",
  description: "Automates the house.",
  on: guests.homeassistant,
  ports: { http: tcp(8123, { zones: ["household"] }) },
  provides: [webApi.contract],
  web: {
    subdomain: "hass",
    aliases: ["homeassistant"],
    signOn: own("its phone apps sign in with Home Assistant's own accounts and cannot use another sign-on"),
    groups: ["household"],
  },
  operations: {
    metrics: none("its Prometheus integration needs a token, and the homelab does not configure Home Assistant"),
    logs: none("its supervisor keeps them"),
    health: { port: "http", path: "/manifest.json" },
    alerts: none("it has no metrics to alert on"),
    backup: none("it backs itself up; Proxmox VE also backs up the whole guest once it is adopted"),
    uptime: { port: "http", path: "/manifest.json" },
    tile: { group: "Home", icon: "home-assistant", description: "Smart home" },
  },
});
