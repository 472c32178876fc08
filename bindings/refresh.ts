import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { factsText, trimmedFacts, typesInUse, type ProviderFacts } from "./schema";

interface Provider {
  /** Local name, for example `proxmox`. */
  readonly name: string;
  /** For example `bpg/proxmox`. */
  readonly source: string;
  readonly version: string;
}

/**
 * Reads the facts of every provider from Terraform and its registry, and writes `schemas/<name>@<version>.json`. It is
 * only needed after a change of a provider's version or for a new resource type; everything else uses the files.
 *
 * @throws Error when Terraform is missing or cannot reach its registry.
 */
export function refreshSchemas(root: string): void {
  const providers = [...generatedProviders(root), ...prebuiltProviders(root)];
  const facts = factsOf(providers);
  const sources = readdirSync(join(root, "constructs")).map((file) =>
    readFileSync(join(root, "constructs", file), "utf8"),
  );
  const inUse = typesInUse(sources);
  const files = providers.map(({ name, source, version }) => ({
    file: `${name}@${version}.json`,
    text: factsText(trimmedFacts(facts, source, inUse.get(name) ?? [])),
  }));
  for (const old of readdirSync(join(root, "schemas"))) rmSync(join(root, "schemas", old));
  for (const { file, text } of files) writeFileSync(join(root, "schemas", file), text);
}

/** Providers whose bindings are generated here: the ones in cdktf.json, each `owner/name@version`. */
function generatedProviders(root: string): Provider[] {
  const { terraformProviders } = readJson(join(root, "cdktf.json")) as {
    readonly terraformProviders: readonly string[];
  };
  return terraformProviders.map((text) => {
    const [source = "", version = ""] = text.split("@");
    return { name: source.replace(/^.*\//, ""), source, version };
  });
}

/** Providers whose bindings come as npm packages; each names its provider in its package.json. */
function prebuiltProviders(root: string): Provider[] {
  const { dependencies } = readJson(join(root, "package.json")) as { readonly dependencies: Record<string, string> };
  return Object.keys(dependencies)
    .filter((name) => name.startsWith("@cdktf/provider-"))
    .map((name) => {
      const { cdktf } = readJson(join(root, "node_modules", name, "package.json")) as {
        readonly cdktf: { readonly provider: { readonly name: string; readonly version: string } };
      };
      const source = cdktf.provider.name.replace("registry.terraform.io/", "");
      return { name: source.replace(/^.*\//, ""), source, version: cdktf.provider.version };
    });
}

function factsOf(providers: readonly Provider[]): ProviderFacts {
  const directory = mkdtempSync(join(tmpdir(), "provider-facts-"));
  const required = Object.fromEntries(providers.map(({ name, source, version }) => [name, { source, version }]));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    terraform(directory, "init", "-input=false", "-no-color");
    return JSON.parse(terraform(directory, "providers", "schema", "-json")) as ProviderFacts;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function terraform(directory: string, ...args: readonly string[]): string {
  try {
    return execFileSync("terraform", args, { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 28, stdio: "pipe" });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
    const reason = code === "ENOENT" ? "it is not installed" : (stderr ?? String(error)).trim();
    throw new Error(`\`terraform ${args.join(" ")}\`, which prints the facts of the providers, failed: ${reason}`, {
      cause: error,
    });
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
