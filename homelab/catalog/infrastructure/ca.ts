import { none, open, service, tcp } from "../../model";
import { guests } from "../guests";
import { caPage } from "./ca/render";

/** Whoever does not trust our certificates yet cannot get the authority's by HTTPS, so its name answers plain HTTP too. */
export const ca = service({
  name: "ca",
  title: "Certificate authority",
  description: "Hands the private authority's certificate to people, and says how their devices come to trust it.",
  on: guests.traefik,
  ports: { http: tcp(8081, { local: true }) },
  web: {
    subdomain: "ca",
    signOn: open("a certificate is public, and who needs it cannot reach the sign-on yet"),
    plainHttp: true,
  },
  operations: {
    metrics: none("it hands out three files"),
    logs: { source: "journal", units: ["homelab-ca.service"] },
    health: { port: "http", path: "/" },
    alerts: none("nobody needs it but on the day of a new device"),
    backup: none("all of it is rendered"),
    uptime: none("it listens for the gateway alone, which is watched"),
    tile: { group: "Infrastructure", icon: "mdi-certificate", description: "Trust the homelab's certificates" },
  },
  render: caPage,
});
