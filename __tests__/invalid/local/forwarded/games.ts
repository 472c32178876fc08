import { guests, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

/** Port 22 is the host's own, and DNS is AdGuard's. */
export const games = service({
  name: "games",
  title: "Games",
  description: "A service of the user's own.",
  on: guests.loki,
  ports: { shell: tcp(22, { zones: ["household"] }), names: tcp(53, { zones: ["internet"] }) },
  operations: unwatched,
});
