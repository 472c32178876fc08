import { guests, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

/** Port 22 is the host's own, and DNS is AdGuard's. */
export const games = service({
  name: "games",
  title: "Games",
  description: "One of the user's own services.",
  on: guests.loki,
  ports: { shell: tcp(22, { zones: ["household"] }), names: tcp(53, { zones: ["internet"] }) },
  operations: unwatched,
});
