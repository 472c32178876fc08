import { guests, mongodb, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const documents = service({
  name: "documents",
  title: "Documents",
  description: "One of the user's own databases.",
  on: guests.docker,
  ports: { mongodb: tcp(27017, { zones: ["household"] }) },
  provides: [mongodb.contract],
  web: { subdomain: "documents", port: "mongodb", signOn: open("a fixture") },
  operations: unwatched,
});
