import { forward, guests, service, tcp, type Operations, type ServiceSpec } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const before = {
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  listens: { http: tcp(8999) },
  web: { host: "notes", listen: "http", signOn: forward() },
  operations: { ...unwatched, health: { listen: "http" } } as unknown as Operations,
};

export const notes = service(before as unknown as ServiceSpec<Record<never, never>>);
