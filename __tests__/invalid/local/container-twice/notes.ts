import { guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  operations: unwatched,
  render: () => ({
    containers: [
      { name: "notes", image: "docker.io/library/busybox:1.37", memoryMiB: 64, cpus: 0.1 },
      { name: "n8n-worker", image: "docker.io/library/busybox:1.37", memoryMiB: 64, cpus: 0.1 },
    ],
  }),
});
