import { join } from "node:path";
import { processTerminal } from "../cli/terminal";
import { siteJsonSchema } from "../homelab/site";
import { runScript, writeGenerated } from "./script";

const name = "homelab.schema.json";

/** Writes the schema that editors read; a test fails when it is stale. */
function writeSchema(): string {
  const written = writeGenerated(join(__dirname, "..", name), `${JSON.stringify(siteJsonSchema(), null, 2)}\n`);
  return `${name} ${written ? "written" : "is current"}.`;
}

void (async () => {
  process.exitCode = await runScript("generate", process.argv.slice(2), processTerminal(), writeSchema);
})();
