import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { instance } from "@viz-js/viz";
import { processTerminal } from "../cli/terminal";
import { loadHomelab } from "../homelab/load";
import { views } from "../homelab/model";
import { addressPlan } from "./docs/address-plan";
import { flowsPage } from "./docs/flows";
import { flowsCsv } from "./docs/flows-csv";
import { objectStoragePage } from "./docs/object-storage";
import { map } from "./docs/picture/map";
import { networkMap } from "./docs/picture/network-map";
import { routerPage } from "./docs/router";
import { routesPage } from "./docs/routes";
import { signOnPage } from "./docs/sign-on";
import { budgetPage, connections, services } from "./docs/tables";
import { dnsZones } from "./docs/dns-zones";
import { runScript, writeGenerated } from "./script";

/** Directory of the computed pages, relative to the project's directory. */
export const generatedDirectory = join("docs", "generated");

/**
 * The computed pages of a homelab by their path below docs/generated: pictures, tables, zone files. The layout of the
 * pictures comes from a pinned WebAssembly build of Graphviz with built-in font metrics, so it is the same on every
 * machine.
 */
export async function generatedDocs(siteFile: string): Promise<ReadonlyMap<string, string>> {
  const { lab } = loadHomelab(siteFile);
  const get = views(lab);
  const draw = await painter();
  return new Map([
    ["homelab.svg", draw(get(map))],
    ["network.svg", draw(get(networkMap))],
    ["address-plan.md", addressPlan(lab, get)],
    ["services.md", services(lab)],
    ["routes.md", routesPage(lab, get)],
    ["sign-on.md", signOnPage(lab, get)],
    ["connections.md", connections(lab, get)],
    ["object-storage.md", objectStoragePage(lab, get)],
    ["flows.md", flowsPage(lab, get)],
    ["flows.csv", flowsCsv(lab, get)],
    ["router.md", routerPage(lab, get)],
    ["budget.md", budgetPage(lab, get)],
    ...dnsZones(lab, get).map(({ file, text }) => [`dns/${file}`, text] as const),
  ]);
}

async function painter(): Promise<(source: string) => string> {
  const graphviz = await instance();
  return (source) => {
    const { errors, output } = graphviz.render(source, { format: "svg" });
    if (errors.length === 0 && output !== undefined) return output;
    throw new Error(`Graphviz rejects a picture: ${errors.map(({ message }) => message).join("; ")}`);
  };
}

/** The files below docs/generated, as the keys of `generatedDocs`. */
export function presentDocs(root: string): readonly string[] {
  const directory = join(root, generatedDirectory);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/**
 * Writes the pages that changed, below a project's directory, and removes files that are no longer among them, such as
 * the DNS zone of a former network. Returns a summary.
 */
export async function writeDocs(root: string): Promise<string> {
  const docs = await generatedDocs(join(root, "homelab.yaml"));
  const written = [...docs].filter(([name, text]) => writeGenerated(join(root, generatedDirectory, name), text));
  const removed = presentDocs(root).filter((name) => !docs.has(name));
  for (const name of removed) rmSync(join(root, generatedDirectory, name));
  const parts = [
    ...(written.length === 0
      ? []
      : [`${written.length} of ${docs.size} pages written: ${written.map(([name]) => name).join(", ")}.`]),
    ...(removed.length === 0 ? [] : [`Removed: ${removed.join(", ")}.`]),
  ];
  return parts.length === 0 ? `${docs.size} pages, all current.` : parts.join(" ");
}

async function main(): Promise<void> {
  const root = join(__dirname, "..");
  process.exitCode = await runScript("docs", process.argv.slice(2), processTerminal(), () => writeDocs(root));
}

if (require.main === module) void main();
