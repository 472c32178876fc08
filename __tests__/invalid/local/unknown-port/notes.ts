import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  ports: { http: tcp(8999) },
  // @ts-expect-error The compiler refuses an unknown port.
  web: { subdomain: "notes", port: "htp", signOn: open("a fixture") },
  operations: {
    ...unwatched,
    // @ts-expect-error The compiler refuses an unknown port.
    metrics: [{ port: "http" }, { port: "figures" }],
    // @ts-expect-error The compiler refuses an unknown port.
    health: { port: "http2" },
    // @ts-expect-error The compiler refuses an unknown port.
    uptime: { port: "https" },
  },
});
