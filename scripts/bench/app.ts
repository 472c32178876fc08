import { App, TerraformStack } from "cdktf";

// One app of the benchmark: `empty`, `homelab` (homelab.yaml), or a number of generated guests. Prints its peak memory
// in KiB. It loads only what the app needs, so that the empty app measures cdktf alone.

function synthesizeEmpty(): void {
  const app = new App();
  new TerraformStack(app, "empty");
  app.synth();
}

function synthesizeHomelab(): void {
  const { loadHomelab } = require("../../homelab/load") as typeof import("../../homelab/load");
  const { synthesize } = require("../../cli/synthesize") as typeof import("../../cli/synthesize");
  synthesize(loadHomelab("homelab.yaml").lab);
}

function synthesizeGenerated(guests: number): void {
  const { catalogOf } = require("../../homelab/catalog") as typeof import("../../homelab/catalog");
  const { generateHomelab } = require("./generate") as typeof import("./generate");
  const { synthesize } = require("../../cli/synthesize") as typeof import("../../cli/synthesize");
  synthesize(generateHomelab(catalogOf, guests));
}

const [which = "empty"] = process.argv.slice(2);
if (which === "empty") synthesizeEmpty();
else if (which === "homelab") synthesizeHomelab();
else synthesizeGenerated(Number(which));

process.stdout.write(String(process.resourceUsage().maxRSS));
