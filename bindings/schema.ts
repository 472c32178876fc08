/** Facts of one provider, as `terraform providers schema -json` prints them. */
export interface ProviderFacts {
  readonly format_version: string;
  readonly provider_schemas: Readonly<Record<string, ProviderSchema>>;
}

interface ProviderSchema {
  readonly provider: unknown;
  readonly resource_schemas?: Readonly<Record<string, unknown>>;
}

/**
 * The facts of one provider, reduced to what the project needs: without unused resource types, data sources, functions
 * and descriptions. Its keys are sorted, so that the same facts give the same file.
 *
 * @param types resource types in use; none means that the whole provider is kept
 * @throws Error when the provider does not have one of the types.
 */
export function trimmedFacts(facts: ProviderFacts, source: string, types: readonly string[]): ProviderFacts {
  const address = source.includes(".") ? source : `registry.terraform.io/${source}`;
  const schema = facts.provider_schemas[address];
  if (schema === undefined) throw new Error(`Terraform printed no facts of the provider ${address}.`);
  const all = schema.resource_schemas ?? {};
  const kept = types.length === 0 ? Object.keys(all) : types;
  const unknown = kept.filter((type) => !(type in all));
  if (unknown.length > 0) {
    throw new Error(`${source} has no resource type ${unknown.join(", ")}, which constructs/ uses.`);
  }
  return sorted({
    format_version: "1.0",
    provider_schemas: {
      [address]: {
        provider: schema.provider,
        resource_schemas: Object.fromEntries(kept.map((type) => [type, all[type]])),
        data_source_schemas: {},
      },
    },
  }) as ProviderFacts;
}

/** Text of a facts file: one resource type per line, so that a refresh shows which of them have changed. */
export function factsText({ format_version, provider_schemas }: ProviderFacts): string {
  const providers = Object.entries(provider_schemas).map(([address, { provider, resource_schemas }]) => {
    const types = Object.entries(resource_schemas ?? {}).map(([type, body]) => `${json(type)}:${json(body)}`);
    return `${json(address)}:{\n"provider":${json(provider)},\n"data_source_schemas":{},\n"resource_schemas":{\n${types.join(",\n")}\n}}`;
  });
  return `{"format_version":${json(format_version)},"provider_schemas":{\n${providers.join(",\n")}\n}}\n`;
}

/**
 * Resource types that a source text of constructs/ imports, by provider: `.gen/providers/proxmox/acl` is `proxmox_acl`,
 * `@cdktf/provider-docker/lib/container` is `docker_container`.
 */
export function typesInUse(sources: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const imports =
    /"(?:[./]*\/\.gen\/providers\/(?<own>[\w-]+)|@cdktf\/provider-(?<built>[\w-]+)\/lib)\/(?<resource>[\w-]+)"/g;
  const found = new Map<string, Set<string>>();
  for (const { groups } of sources.flatMap((source) => [...source.matchAll(imports)])) {
    const provider = groups?.["own"] ?? groups?.["built"] ?? "";
    const resource = groups?.["resource"] ?? "";
    if (resource === "provider") continue;
    const types = found.get(provider) ?? new Set();
    found.set(provider, types.add(`${provider}_${resource.replaceAll("-", "_")}`));
  }
  return new Map([...found].map(([provider, types]) => [provider, [...types].toSorted()]));
}

const json = (value: unknown): string => JSON.stringify(value);

const unneeded = new Set(["description", "description_kind", "deprecated_message", "resource_identity_schemas"]);

/**
 * Sorted, without descriptions. A description is a string; an attribute with the name `description` is an object.
 */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !(unneeded.has(key) && typeof inner === "string"));
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
