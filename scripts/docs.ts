import { join } from "node:path";
import { instance } from "@viz-js/viz";
import { processTerminal } from "../cli/terminal";
import { map } from "../homelab/derive";
import { loadHomelab } from "../homelab/load";
import { views } from "../homelab/model";
import { addressPlan, budgetPage, connections, services } from "./docs/tables";
import { runScript, writeGenerated } from "./script";

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

/** Writes the pages that changed, below a project's directory. Returns a sentence on how many those are. */
export async function writeDocs(root: string): Promise<string> {
  const docs = await generatedDocs(join(root, "homelab.yaml"));
  const written = [...docs].filter(([name, text]) => writeGenerated(join(root, generatedDirectory, name), text));
  return written.length === 0
    ? `${docs.size} pages, all current.`
    : `${written.length} of ${docs.size} pages written: ${written.map(([name]) => name).join(", ")}.`;
}

async function main(): Promise<void> {
  const root = join(__dirname, "..");
  process.exitCode = await runScript("docs", process.argv.slice(2), processTerminal(), () => writeDocs(root));
}

if (require.main === module) void main();
