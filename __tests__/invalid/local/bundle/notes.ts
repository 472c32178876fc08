import { content, external, guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const licence = external("notes", "licence", "licence of notes", "Buy one.");

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "A service of the user's own.",
  on: guests.redis,
  secrets: { licence },
  operations: unwatched,
  render: () => ({
    files: [
      { path: "/etc/hosts", content: "127.0.0.1 localhost\n" },
      { path: "/etc/notes.conf", content: content`licence=${licence}\n` },
    ],
    units: [{ name: "notes.service", files: ["/etc/notes.cfg"] }],
  }),
});
