import { guests, redis, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  uses: { queue: redis.database(4) },
  operations: unwatched,
});
