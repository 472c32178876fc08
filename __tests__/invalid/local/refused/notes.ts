import { guests, s3, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  uses: { files: s3.bucket("bakups", "read-write") },
  operations: unwatched,
});
