import { guests, mongodb, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const documents = service({
  name: "documents",
  title: "Documents",
  description: "A database of the user's own.",
  on: guests.docker,
  listens: { mongodb: tcp(27017, { audience: ["household"] }) },
  provides: [mongodb.contract],
  web: { host: "documents", listen: "mongodb", signOn: open("a fixture") },
  operations: unwatched,
});
