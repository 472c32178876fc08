import { guests, service, type GuestSpec } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: (guests as Record<string, GuestSpec>)["dokcer"] as GuestSpec,
  operations: unwatched,
});
