import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: guests.docker,
  app: { subnet: 200 },
  ports: { http: tcp(8999) },
  // @ts-expect-error TypeScript knows the ports.
  web: { subdomain: "notes", port: "htp", signOn: open("a fixture") },
  operations: {
    ...unwatched,
    // @ts-expect-error TypeScript knows the ports.
    metrics: [{ port: "http" }, { port: "figures" }],
    // @ts-expect-error TypeScript knows the ports.
    health: { port: "http2" },
    // @ts-expect-error TypeScript knows the ports.
    uptime: { port: "https" },
  },
});
