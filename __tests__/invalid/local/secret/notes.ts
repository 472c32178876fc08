import { generated, guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: {},
  secrets: { key: generated("redis", "n8n", "something else than the password of n8n") },
  operations: unwatched,
});
