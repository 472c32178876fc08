import { forward, guests, oidc, open, service, tcp } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const app = (subnet: number) => ({
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet },
  ports: { http: tcp(9000 + subnet) },
  operations: unwatched,
});

export const nowhere = service({ name: "nowhere", ...app(200), web: { subdomain: "nowhere", signOn: oidc() } });

export const strange = service({ name: "strange", ...app(201), web: { subdomain: "strange", signOn: oidc("callback") } });

export const unexplained = service({ name: "silent", ...app(202), web: { subdomain: "silent", signOn: open(" ") } });

const ways = [
  { subdomain: "mixed", signOn: oidc("/callback") },
  { subdomain: "mixed-api", signOn: forward() },
] as const;
export const mixed = service({ name: "mixed", ...app(203), web: ways });

export const forgotten = service({
  name: "forgotten",
  ...app(204),
  // A user forgot the parentheses.
  web: { subdomain: "forgotten", signOn: forward as unknown as ReturnType<typeof forward> },
});
