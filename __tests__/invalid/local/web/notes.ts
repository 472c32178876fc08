import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  ports: { http: tcp(8999) },
  web: { subdomain: "grafana", signOn: open("a fixture") },
  operations: unwatched,
});
