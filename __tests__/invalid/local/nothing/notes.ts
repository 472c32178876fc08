import { guests, none, service } from "../../../../homelab";

const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service that nobody will see.",
  on: guests.docker,
  operations: none("a fixture"),
});

void notes;
