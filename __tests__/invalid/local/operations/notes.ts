import { guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const { tile: _, ...operations } = unwatched;
export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  operations: operations as typeof unwatched,
});

export const pages = service({
  name: "pages",
  title: "Pages",
  description: "One of the user's own services.",
  on: guests.docker,
  operations: undefined as unknown as typeof unwatched,
});
