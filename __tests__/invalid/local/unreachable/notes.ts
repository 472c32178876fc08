import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  ports: { http: tcp(8999, { local: true }) },
  web: { subdomain: "notes", signOn: open("a fixture") },
  operations: { ...unwatched, health: { port: "http" }, uptime: { port: "http" } },
});
