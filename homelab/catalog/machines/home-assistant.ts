import { webApi } from "../../contracts";
import { none, own, service, tcp } from "../../model";
import { guests } from "../guests";

/** Known and never changed: it was there before, and its own supervisor looks after it. */
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
    signOn: own("its apps on phones sign on with its own accounts and cannot follow a foreign sign-on"),
    groups: ["household"],
  },
  operations: {
    metrics: none("its Prometheus integration needs a token of its own, and it is not ours to configure"),
    logs: none("its supervisor keeps them"),
    health: { port: "http", path: "/manifest.json" },
    alerts: none("without figures there is nothing to compare"),
    backup: none("it backs itself up; the whole guest is in the backups of Proxmox VE once it is adopted"),
    uptime: { port: "http", path: "/manifest.json" },
    tile: { group: "Home", icon: "home-assistant", description: "Smart home" },
  },
});
