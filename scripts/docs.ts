import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instance } from "@viz-js/viz";
import { map } from "../homelab/derive";
import { loadHomelab } from "../homelab/load";
import { views } from "../homelab/model";
import { addressPlan, budgetPage, connections, services } from "./docs/tables";

/** Where the computed pages lie, from the project's directory. */
export const generatedDirectory = join("docs", "generated");

/**
 * The computed pages of a homelab by file name: a picture and tables. The layout of the picture comes from a pinned
 * WebAssembly build of Graphviz with font metrics of its own, so it is the same on every machine.
 */
export async function generatedDocs(siteFile: string): Promise<ReadonlyMap<string, string>> {
  const { lab } = loadHomelab(siteFile);
  const get = views(lab);
  const graphviz = await instance();
  const drawn = graphviz.render(get(map), { format: "svg" });
  if (drawn.errors.length > 0 || drawn.output === undefined) {
    throw new Error(`Graphviz refuses the picture: ${drawn.errors.map(({ message }) => message).join("; ")}`);
  }
  return new Map([
    ["homelab.svg", drawn.output],
    ["address-plan.md", addressPlan(lab, get)],
    ["services.md", services(lab, get)],
    ["connections.md", connections(lab, get)],
    ["budget.md", budgetPage(lab, get)],
  ]);
}

async function main(): Promise<void> {
  const root = join(__dirname, "..");
  const directory = join(root, generatedDirectory);
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of await generatedDocs(join(root, "homelab.yaml")))
    writeFileSync(join(directory, name), text);
}

if (require.main === module) void main();
