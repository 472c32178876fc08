import { guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: guests.coolify,
  app: {},
  operations: unwatched,
});
