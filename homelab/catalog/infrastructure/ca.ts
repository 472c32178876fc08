import { none, open, service, tcp } from "../../model";
import { guests } from "../guests";
import { caPage } from "./ca/render";

/**
 * A device that does not trust our certificates yet cannot load the CA's certificate over HTTPS, so this name also
 * answers plain HTTP.
 */
export const ca = service({
  name: "ca",
  title: "Certificate authority",
  description: "Offers the private CA's certificate for download, and explains how to make devices trust it.",
  on: guests.traefik,
  ports: { http: tcp(8081, { local: true }) },
  web: {
    subdomain: "ca",
    signOn: open("a certificate is public, and people who need it cannot use the sign-on yet"),
    plainHttp: true,
  },
  operations: {
    metrics: none("it only serves three files"),
    logs: { source: "journal", units: ["homelab-ca.service"] },
    health: { port: "http", path: "/" },
    alerts: none("it is needed only for a new device"),
    backup: none("all of it is rendered"),
    uptime: none("only the proxy can reach it, and the proxy is monitored"),
    tile: { group: "Infrastructure", icon: "mdi-certificate", description: "Trust the homelab's certificates" },
  },
  render: caPage,
});
