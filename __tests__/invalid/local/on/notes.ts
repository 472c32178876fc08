import { guests, service, type GuestSpec } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: (guests as Record<string, GuestSpec>)["dokcer"] as GuestSpec,
  operations: unwatched,
});
