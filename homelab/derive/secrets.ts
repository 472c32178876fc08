import { authority, isManaged, secretName, secretReference, view, type Homelab, type Secret } from "../model";
import { certificates } from "./certificates";

/** A secret of the homelab and everyone who reads it. */
export interface SecretEntry {
  readonly secret: Secret;
  /** `op://<vault>/<item>/<field>`, with the user's aliases applied. */
  readonly reference: string;
  /** Instance ids, sorted; and the names of guests, for what belongs to each guest and not to a service. */
  readonly readers: readonly string[];
}

/** Every secret by `item/field`, sorted by that name. */
export const secrets = view("secrets", (lab, get): ReadonlyMap<string, SecretEntry> => {
  const { vault, items } = lab.site.secrets;
  const found = new Map<string, { readonly secret: Secret; readonly readers: Set<string> }>();
  const add = (secret: Secret, ...readers: readonly string[]): void => {
    const name = secretName(secret);
    const known = found.get(name) ?? { secret, readers: new Set<string>() };
    found.set(name, known);
    for (const reader of readers) known.readers.add(reader);
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
  const issued = get(certificates);
  for (const { guest, leaf } of issued) for (const secret of [leaf.certificate, leaf.key]) add(secret, guest.name);
  if (issued.length > 0) {
    // Its key is read by whoever issues certificates, and by no machine.
    add(authority.key);
    add(authority.certificate, ...trusting(lab));
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

/** Containers trust it from their first start; any other machine that speaks TLS to one of ours is given it. */
function trusting({ guests, connections }: Homelab): readonly string[] {
  const containers = [...guests.values()].filter((guest) => isManaged(guest) && guest.kind === "lxc");
  return [
    ...containers.map(({ name }) => name),
    ...connections.filter(({ at }) => at.tls).map(({ consumer }) => consumer.id),
  ];
}
