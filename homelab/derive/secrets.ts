import { secretName, secretReference, view, type Secret } from "../model";

/** A secret of the homelab and everyone who reads it. */
export interface SecretEntry {
  readonly secret: Secret;
  /** `op://<vault>/<item>/<field>`, with the user's aliases applied. */
  readonly reference: string;
  /** Instance ids, sorted. */
  readonly readers: readonly string[];
}

/** Every secret by `item/field`, sorted by that name. */
export const secrets = view("secrets", (lab): ReadonlyMap<string, SecretEntry> => {
  const { vault, items } = lab.site.secrets;
  const found = new Map<string, { readonly secret: Secret; readonly readers: Set<string> }>();
  const add = (secret: Secret, reader: string): void => {
    const name = secretName(secret);
    const known = found.get(name) ?? { secret, readers: new Set<string>() };
    found.set(name, known);
    known.readers.add(reader);
  };
  for (const { id, service } of lab.instances) {
    for (const secret of Object.values(service.secrets)) add(secret, id);
  }
  for (const { consumer, provider, secrets: shared } of lab.connections) {
    for (const secret of Object.values(shared)) {
      add(secret, consumer.id);
      add(secret, provider.id);
    }
  }
  return new Map(
    [...found]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { secret, readers }]) => [
        name,
        { secret, reference: secretReference(secret, vault, items), readers: [...readers].toSorted() },
      ]),
  );
});
