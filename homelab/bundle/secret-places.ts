import { secrets, type SecretEntry } from "../derive";
import { secretName, view, type Homelab } from "../model";
import { bundles } from "./bundles";
import { bundleSecrets } from "./texts";

/** A secret, who reads it, and the machines that it lies on. */
export interface SecretPlaces extends SecretEntry {
  /** Machines where the service lives that asks others for it: it has to take a new value first. */
  readonly providers: readonly string[];
  /** All machines whose bundle brings it, sorted. */
  readonly machines: readonly string[];
  /** Names of readers on machines whose bundle does not bring it: no push reaches them. */
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
  const asking = providersByName(lab);
  return new Map(
    [...get(secrets)].map(([name, entry]) => {
      const machines = (holders.get(name) ?? []).toSorted();
      const providers = asking.get(name) ?? ownersOf(lab, entry);
      return [
        name,
        {
          ...entry,
          machines,
          providers: [...new Set(providers)].filter((machine) => machines.includes(machine)),
          unreached: entry.readers
            .filter(({ machine: guest }) => !machines.includes(guest))
            .map(({ name: reader }) => reader),
        },
      ];
    }),
  );
});

/** Its readers live on machines whose bundle does not bring it yet: a deployment does without it. */
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

/** The service that a secret is named after asks for it; others of its readers bring it along. */
const ownersOf = ({ instances }: Homelab, { secret, readers }: SecretEntry): readonly string[] =>
  instances
    .filter(({ id, service }) => service.name === secret.item && readers.some(({ name }) => name === id))
    .map(({ machine }) => machine.name);
