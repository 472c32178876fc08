import { secrets, type SecretEntry } from "../derive";
import { secretName, view, type Homelab } from "../model";
import { bundles } from "./bundles";
import { bundleSecrets } from "./texts";

/** A secret, its readers, and the machines whose bundles bring it. */
export interface SecretPlaces extends SecretEntry {
  /** Machines of the service that checks the secret when a client presents it. They must get a new value first. */
  readonly providers: readonly string[];
  /** All machines whose bundle brings it, sorted. */
  readonly machines: readonly string[];
  /** Names of readers that no push reaches, because the bundle of their machine does not contain the secret. */
  readonly unreached: readonly string[];
}

/** Every secret of the homelab by `item/field`, sorted by that name. */
export const secretPlaces = view("places of secrets", (lab, get): ReadonlyMap<string, SecretPlaces> => {
  const holders = new Map<string, string[]>();
  for (const [target, bundle] of get(bundles)) {
    for (const secret of bundleSecrets(bundle)) {
      const name = secretName(secret);
      holders.set(name, [...(holders.get(name) ?? []), target]);
    }
  }
  const checking = providersByName(lab);
  return new Map(
    [...get(secrets)].map(([name, entry]) => {
      const machines = (holders.get(name) ?? []).toSorted();
      const providers = checking.get(name) ?? ownersOf(lab, entry);
      return [
        name,
        {
          ...entry,
          machines,
          providers: [...new Set(providers)].filter((machine) => machines.includes(machine)),
          unreached: entry.readers
            .filter(({ machine }) => !machines.includes(machine))
            .map(({ name: reader }) => reader),
        },
      ];
    }),
  );
});

/** Whether it has readers but no bundle contains it yet: a deployment works without it. */
export const isAwaited = ({ machines, readers }: SecretPlaces): boolean => machines.length === 0 && readers.length > 0;

function providersByName({ connections }: Homelab): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { provider, secrets: shared } of connections) {
    for (const secret of Object.values(shared)) {
      const name = secretName(secret);
      found.set(name, [...(found.get(name) ?? []), provider.machine.name]);
    }
  }
  return found;
}

/** A secret that no Use shares is checked by the service that it is named after, and presented by its other readers. */
const ownersOf = ({ instances }: Homelab, { secret, readers }: SecretEntry): readonly string[] =>
  instances
    .filter(({ id, service }) => service.name === secret.item && readers.some(({ name }) => name === id))
    .map(({ machine }) => machine.name);
