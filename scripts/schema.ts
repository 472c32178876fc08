import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { siteJsonSchema } from "../homelab/site";

// Writes homelab.schema.json, which editors read; a test says when it is no longer current.
writeFileSync(join(__dirname, "..", "homelab.schema.json"), `${JSON.stringify(siteJsonSchema(), null, 2)}\n`);
