import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The project's directory. */
const root = join(__dirname, "..");

/** Why the bindings cannot be used, as a sentence; undefined when they can. Costs about a millisecond. */
export function bindingsProblem(directory: string = root): string | undefined {
  const file = stampFile(directory);
  if (!existsSync(file)) return "The provider bindings (.gen) are missing. Run `npm run get`.";
  if (readFileSync(file, "utf8") === expectedStamp(directory)) return undefined;
  return "The provider bindings (.gen) are older than schemas/, cdktf.json or cdktf-cli. Run `npm run get`.";
}

/**
 * Ends the process with one sentence when the bindings are missing or stale; an import would fail with an obscure
 * error.
 */
export function assertBindings(): void {
  const problem = bindingsProblem();
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** Records beside the bindings what they were made from. */
export function stampBindings(directory: string = root): void {
  writeFileSync(stampFile(directory), expectedStamp(directory));
}

function stampFile(directory: string): string {
  return join(directory, ".gen", "stamp");
}

/** A hash of everything that determines the bindings: facts, list of providers, version of the generator. */
function expectedStamp(directory: string): string {
  const text = (file: string): string => readFileSync(join(directory, file), "utf8");
  const { terraformProviders } = JSON.parse(text("cdktf.json")) as { readonly terraformProviders: readonly string[] };
  const { devDependencies } = JSON.parse(text("package.json")) as { readonly devDependencies: Record<string, string> };
  const facts = terraformProviders.map((provider) => text(`schemas/${provider.replace(/^.*\//, "")}.json`));
  const sources = [JSON.stringify(terraformProviders), String(devDependencies["cdktf-cli"]), ...facts];
  return createHash("sha256").update(sources.join("\0")).digest("hex");
}
