import { ca, inRole, secretName, secretReference, view, type Instance, type Secret } from "../../model";
import { certificates } from "../web/certificates";
import { clientSecretOf, signOnClients } from "../web/sign-on";

/** A secret of the homelab and its readers. */
export interface SecretEntry {
  readonly secret: Secret;
  /** `op://<vault>/<item>/<field>`, with the user's aliases applied. */
  readonly reference: string;
  /** In order of their names. */
  readonly readers: readonly SecretReader[];
}

/** An instance or a guest that reads a secret. */
export interface SecretReader {
  /** Id of an instance, or name of a guest if the secret belongs to the guest and not to a service. */
  readonly name: string;
  /** Name of the reader's machine. */
  readonly machine: string;
}

/** Every secret by `item/field`, sorted by that name. */
export const secrets = view("secrets", (lab, get): ReadonlyMap<string, SecretEntry> => {
  const { vault, items } = lab.site.secrets;
  const found = new Map<string, { readonly secret: Secret; readonly readers: Map<string, SecretReader> }>();
  const add = (secret: Secret, ...readers: readonly SecretReader[]): void => {
    const name = secretName(secret);
    const known = found.get(name) ?? { secret, readers: new Map<string, SecretReader>() };
    found.set(name, known);
    for (const reader of readers) known.readers.set(reader.name, reader);
  };
  for (const instance of lab.instances) {
    for (const secret of Object.values(instance.service.secrets)) add(secret, readerOf(instance));
  }
  for (const { consumer, provider, secrets: shared, at } of lab.connections) {
    for (const secret of Object.values(shared)) add(secret, readerOf(consumer), readerOf(provider));
    if (at.tls) add(ca.certificate, readerOf(consumer));
  }
  const signOn = inRole(lab, "signOn");
  for (const { instance, mode } of get(signOnClients)) {
    if (signOn !== undefined && mode === "oidc")
      add(clientSecretOf(instance.service), readerOf(instance), readerOf(signOn));
  }
  for (const { guest, leaf } of get(certificates)) {
    for (const secret of [leaf.certificate, leaf.key]) add(secret, { name: guest.name, machine: guest.name });
    add(ca.certificate);
  }
  // Only issuing certificates reads it; no machine gets it.
  if (found.has(secretName(ca.certificate))) add(ca.key);
  return new Map(
    [...found]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { secret, readers }]) => [
        name,
        { secret, reference: secretReference(secret, vault, items), readers: sorted(readers) },
      ]),
  );
});

const readerOf = ({ id, machine }: Instance): SecretReader => ({ name: id, machine: machine.name });

const sorted = (readers: ReadonlyMap<string, SecretReader>): readonly SecretReader[] =>
  [...readers.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
