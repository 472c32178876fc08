import { guests, service, use, type Contract } from "../../../../homelab";
import { unwatched } from "../../../support/unwatched";

const s3: Contract<Record<never, never>, { readonly bucket: string }> = {
  name: "s3",
  port: "http",
  settings: () => ({ bucket: "notes" }),
};

export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guests.docker,
  app: { subnet: 200 },
  uses: { files: use(s3, {}) },
  operations: unwatched,
});
