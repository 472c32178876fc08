import { guests, none, service } from "../../../../homelab";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "Notes.",
  on: guests.docker,
  kernel: { sysctl: { "net.core.rmem_max": 7_500_000 } },
  operations: none("it only exists in a test"),
});
