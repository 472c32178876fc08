import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedDirectory, generatedDocs, presentDocs } from "../../scripts/docs";

const root = join(__dirname, "..", "..");
const directory = join(root, generatedDirectory);

test("the pages of docs/generated are current, and there are no others (fix: npm run docs)", async () => {
  const docs = await generatedDocs(join(root, "homelab.yaml"));
  expect(presentDocs(root).toSorted()).toEqual([...docs.keys()].toSorted());
  const stale = [...docs].filter(([name, text]) => readFileSync(join(directory, name), "utf8") !== text);
  expect(stale.map(([name]) => name)).toEqual([]);
});

test("the pages describe the given homelab", async () => {
  const docs = await generatedDocs(join(root, "docs", "examples", "homelab.yaml"));
  expect(docs.get("routes.md")).toContain("| <https://recipes.homelab.local> | Mealie | Authentik (forward auth) |");
  expect(docs.get("flows.csv")).toContain("docker,10.0.40.10,postgres,10.0.20.10,tcp,5432,mealie.db,");
  expect(docs.get("dns/inside.zone")).toContain("\nrecipes A 10.0.30.10\n");
  expect(docs.get("services.md")).toContain("| `apps.mealie` | docker |");
  expect(docs.get("address-plan.md")).toContain("| VM 1: Xpenology DSM 7 (NAS) | `guests.nas` | VM | 201 |");
  expect(docs.get("connections.md")).toContain("| mealie | `db` | postgres | postgres | PostgreSQL database mealie |");
  expect(docs.get("address-plan.md")).toContain("| `10.0.20.10` |  | `postgres.host.homelab.local` |");
  expect(docs.get("homelab.svg")).toContain("Mealie");
});
