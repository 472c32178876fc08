import { guests, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: guests.docker,
  app: { subnet: 200 },
  listens: { http: tcp(8999) },
  // @ts-expect-error TypeScript knows the ports.
  web: { host: "notes", listen: "htp", signOn: open("a fixture") },
  operations: {
    ...unwatched,
    // @ts-expect-error TypeScript knows the ports.
    metrics: [{ listen: "http" }, { listen: "figures" }],
    // @ts-expect-error TypeScript knows the ports.
    health: { listen: "http2" },
    // @ts-expect-error TypeScript knows the ports.
    uptime: { listen: "https" },
  },
});
