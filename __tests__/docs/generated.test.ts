import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedDirectory, generatedDocs } from "../../scripts/docs";

const root = join(__dirname, "..", "..");
const directory = join(root, generatedDirectory);

test("the pages of docs/generated are current, and there is no other (else: npm run docs)", async () => {
  const docs = await generatedDocs(join(root, "homelab.yaml"));
  const files = readdirSync(directory).toSorted();
  expect(files).toEqual([...docs.keys()].toSorted());
  const stale = [...docs].filter(([name, text]) => readFileSync(join(directory, name), "utf8") !== text);
  expect(stale.map(([name]) => name)).toEqual([]);
});

test("the pages are of the homelab that they are asked for", async () => {
  const docs = await generatedDocs(join(root, "docs", "examples", "homelab.yaml"));
  expect(docs.get("services.md")).toContain("<https://recipes.homelab.local> | Authentik (forward auth)");
  expect(docs.get("services.md")).toContain("| `apps.mealie` | docker |");
  expect(docs.get("address-plan.md")).toContain("| VM 1: Xpenology DSM 7 (NAS) | `guests.nas` | VM | 201 |");
  expect(docs.get("connections.md")).toContain("| mealie | `db` | postgres | postgres | PostgreSQL database mealie |");
  expect(docs.get("address-plan.md")).toContain("| `10.0.20.10` | `postgres.homelab.local`");
  expect(docs.get("homelab.svg")).toContain("Mealie");
});
