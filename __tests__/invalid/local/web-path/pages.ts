import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const drawings = service({
  name: "drawings",
  title: "Drawings",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  ports: { http: tcp(8998) },
  web: { subdomain: "pages", paths: ["/api"], signOn: open("a fixture") },
  operations: unwatched,
});

export const letters = service({
  name: "letters",
  title: "Letters",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 201 },
  ports: { http: tcp(8999) },
  web: { subdomain: "pages", paths: ["/api/"], signOn: open("a fixture") },
  operations: unwatched,
});
