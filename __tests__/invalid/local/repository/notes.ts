import { guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: {},
  repositories: [
    {
      name: "grafana",
      uri: "https://apt.example.org",
      suites: ["stable"],
      components: ["main"],
      key: "https://apt.example.org/key.asc",
    },
    {
      name: "Notes/1",
      uri: "https://apt.example.org:8443/",
      suites: ["stable"],
      components: ["main"],
      key: "https://apt.example.org/key.asc",
    },
  ],
  operations: unwatched,
});
