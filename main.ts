import { join } from "node:path";
import { App } from "cdktf";
import { loadHomelab } from "./homelab/load";
import { InvalidSite } from "./homelab/site";
import { buildStacks } from "./stacks";

/** The app that the `cdktf` CLI runs: homelab.yaml (or the file that HOMELAB names) becomes seven stacks. */
function main(): void {
  const { lab } = loadHomelab(process.env["HOMELAB"] ?? join(__dirname, "homelab.yaml"));
  const app = new App({ skipValidation: false });
  buildStacks(app, lab);
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof InvalidSite)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
