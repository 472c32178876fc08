import { guests, none, service } from "../../../../homelab";

const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service that never runs.",
  on: guests.docker,
  operations: none("a fixture"),
});

void notes;
