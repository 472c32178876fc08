import { content, external, generated, guests, service } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const licence = external("notes", "licence", "licence of notes", "Buy one.");
const password = generated("notes", "password", "what notes logs in with");

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.redis,
  secrets: { licence },
  operations: unwatched,
  render: () => ({
    files: [
      { path: "/etc/hosts", content: "127.0.0.1 localhost\n" },
      { path: "/etc/notes.conf", content: content`licence=${licence}\n`, mode: "0600" },
      { path: "/etc/notes.password", content: content`${password}` },
    ],
    units: [{ name: "notes.service", files: ["/etc/notes.cfg"] }],
  }),
});
