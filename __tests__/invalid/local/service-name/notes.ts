import { guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "My_Notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: guests.docker,
  app: { subnet: 200 },
  operations: unwatched,
});
