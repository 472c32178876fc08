import type { Cidr, Ipv4 } from "../../values/ipv4";
import {
  addressOn,
  asGuest,
  connectionsOf,
  dockerPool,
  inDockerNetwork,
  networkOf,
  type Client,
  type Connection,
  type Context,
  type Get,
  type Homelab,
  type Instance,
  type Secrets,
} from "../../model";

/** The argument of an instance's `render`: the homelab, and the instance's connections in both directions. */
export function contextOf(
  lab: Homelab,
  get: Get,
  { service, machine }: Instance,
  used: readonly Connection[],
  offered: readonly Connection[],
): Context {
  return {
    site: lab.site,
    lab,
    machine,
    get guest() {
      return asGuest(machine);
    },
    service,
    secrets: strict(service.secrets, `${service.name}.secrets`),
    get,
    uses: Object.fromEntries(used.map(({ key, settings }) => [key, strict(settings, `${service.name}.uses.${key}`)])),
    clients: (contract) => connectionsOf(offered, contract).map((connection) => clientOf(lab, connection)),
  };
}

/**
 * Settings or secrets that throw when a missing key is read. Nothing type-checks a user's file before it runs, and an
 * `undefined` in a configuration would be found much later.
 */
function strict<T>(all: T, name: string): T {
  if (typeof all !== "object" || all === null) return all;
  return new Proxy(all, {
    get(target, key) {
      if (typeof key === "string" && !(key in target) && key !== "toJSON") {
        throw new Error(`${name} has no ${key}; it has ${Object.keys(target).join(", ") || "nothing"}.`);
      }
      return Reflect.get(target, key) as unknown;
    },
  });
}

function clientOf<Request, Settings, S extends Secrets>(
  lab: Homelab,
  connection: Connection<Request, Settings, S>,
): Client<Request, S> {
  const { consumer, contract, use, secrets } = connection;
  return {
    name: consumer.service.name,
    instance: consumer,
    source: sourceOf(lab, connection),
    request: use.request,
    secrets: strict(secrets, `the contract ${contract.name}`),
  };
}

function sourceOf(lab: Homelab, { consumer, provider }: Pick<Connection, "consumer" | "provider">): Ipv4 | Cidr {
  if (consumer.machine === provider.machine && inDockerNetwork(consumer)) return dockerPool;
  return addressOn(lab, consumer.machine, networkOf(lab, provider.machine));
}
