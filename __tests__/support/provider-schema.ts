import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkBody } from "./provider-schema-body";
import { checkCycles, checkImports, checkMeta, checkReferences } from "./provider-schema-meta";
import type { Block, Fault, Json, JsonObject, ProviderSchemas } from "./provider-schema-types";
import { isList, isObject } from "./provider-schema-types";

/**
 * Checks Terraform JSON against the schemas of the providers, so that the tests need neither Terraform nor the
 * assumption that the bindings are correct.
 */

/** All schemas in `schemas/`, by resource type and by provider. */
export function loadSchemas(directory: string = join(__dirname, "..", "..", "schemas")): ProviderSchemas {
  const resources = new Map<string, Block>();
  const providers = new Map<string, { readonly source: string; readonly version: string; readonly block: Block }>();
  for (const file of readdirSync(directory)) {
    const [name = "", version = ""] = file.replace(/\.json$/, "").split("@");
    const facts = JSON.parse(readFileSync(join(directory, file), "utf8")) as FactsFile;
    for (const [address, schema] of Object.entries(facts.provider_schemas)) {
      const source = address.replace("registry.terraform.io/", "");
      providers.set(name, { source, version, block: schema.provider.block });
      for (const [type, { block }] of Object.entries(schema.resource_schemas)) resources.set(type, block);
    }
  }
  return { resources, providers };
}

interface FactsFile {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: { readonly block: Block };
        readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
      }
    >
  >;
}

let known: ProviderSchemas | undefined;

/** The faults of a parsed cdk.tf.json, one sentence each; none if the providers would accept it. */
export function stackFaults(document: JsonObject, schemas: ProviderSchemas = (known ??= loadSchemas())): string[] {
  const faults: string[] = [];
  const fault: Fault = (path, message) => faults.push(`${path}: ${message}`);
  const sections = new Set(["//", "terraform", "provider", "resource", "import", "output"]);
  for (const key of Object.keys(document).filter((section) => !sections.has(section))) {
    fault(key, "no stack has such a section");
  }
  const providers = checkProviders(document, schemas, fault);
  const resources = resourcesOf(document);
  for (const [address, type, body] of resources) {
    const block = schemas.resources.get(type);
    const provider = type.replace(/_.*$/, "");
    if (block === undefined) fault(address, "no provider has this resource type");
    else {
      if (!providers.has(provider)) fault(address, `the stack does not require the provider ${provider}`);
      checkBody(address, body, block, fault);
      checkMeta(address, body, block, new Set(resources.map(([other]) => other)), fault);
    }
  }
  const declared = new Map(resources.map(([address, type]) => [address, schemas.resources.get(type)]));
  checkReferences(document, declared, fault);
  checkCycles(resources, fault);
  checkImports(document["import"], declared, fault);
  return faults;
}

/** Address, type and body of each resource. */
function resourcesOf(document: JsonObject): [string, string, JsonObject][] {
  return entries(document["resource"]).flatMap(([type, instances]) =>
    entries(instances).map(([name, body]): [string, string, JsonObject] => [
      `${type}.${name}`,
      type,
      isObject(body) ? body : {},
    ]),
  );
}

/** Checks that required providers have the source and version of the schemas, and checks their configurations. */
function checkProviders(document: JsonObject, schemas: ProviderSchemas, fault: Fault): ReadonlySet<string> {
  const terraform = isObject(document["terraform"]) ? document["terraform"] : {};
  const required = entries(terraform["required_providers"]);
  for (const [name, requirement] of required) {
    const facts = schemas.providers.get(name);
    const { source, version } = isObject(requirement) ? requirement : {};
    if (facts === undefined) fault(`terraform.required_providers.${name}`, "schemas/ has no facts of this provider");
    // A source without a namespace is HashiCorp's (Terraform documentation, provider requirements).
    else if ((source === name ? `hashicorp/${name}` : source) !== facts.source || version !== facts.version) {
      fault(`terraform.required_providers.${name}`, `the facts are of ${facts.source} ${facts.version}`);
    }
  }
  for (const [name, blocks] of entries(document["provider"])) {
    const facts = schemas.providers.get(name);
    if (facts === undefined) fault(`provider.${name}`, "schemas/ has no facts of this provider");
    else
      for (const body of isList(blocks) ? blocks : [blocks]) {
        if (isObject(body)) checkBody(`provider.${name}`, body, facts.block, fault);
      }
  }
  return new Set(required.map(([name]) => name));
}

function entries(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value).filter(([key]) => key !== "//") : [];
}
