import { guests, service, tcp, webApi } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const common = { title: "Notes", description: "One of the user's own services.", operations: unwatched };

export const index = service({
  ...common,
  name: "index",
  on: guests.minio,
  ports: { http: tcp(8999, { local: true }) },
  provides: [webApi.contract],
});

export const notes = service({
  ...common,
  name: "notes",
  on: guests.docker,
  app: { subnet: 200 },
  uses: { index: webApi.of("index") },
});
