import type { Cidr, Ipv4 } from "../../values/ipv4";
import {
  addressOn,
  asGuest,
  dockerPool,
  inDockerNetwork,
  type Client,
  type Connection,
  type Context,
  type Get,
  type Homelab,
  type Instance,
} from "../../model";

/** What the `render` of an instance is given: the homelab, and its own connections in both directions. */
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
    get,
    uses: Object.fromEntries(used.map(({ key, settings }) => [key, strict(settings, `${service.name}.uses.${key}`)])),
    clients: <Request>({ name }: { readonly name: string }) =>
      offered.filter(({ contract }) => contract.name === name).map((connection) => clientOf<Request>(lab, connection)),
  };
}

/**
 * Settings that refuse to be asked for what they do not have: nothing type-checks a user's own file before it is run,
 * and `undefined` in a configuration is found much later.
 */
function strict(settings: unknown, name: string): unknown {
  if (typeof settings !== "object" || settings === null) return settings;
  return new Proxy(settings, {
    get(target, key) {
      if (typeof key === "string" && !(key in target) && key !== "toJSON") {
        throw new Error(`${name} has no setting ${key}; it has ${Object.keys(target).join(", ")}.`);
      }
      return Reflect.get(target, key) as unknown;
    },
  });
}

function clientOf<Request>(lab: Homelab, connection: Connection): Client<Request> {
  const { consumer, use, secrets } = connection;
  return {
    name: consumer.service.name,
    instance: consumer,
    source: sourceOf(lab, connection),
    // The contract that the provider asks for is the one that typed this request.
    request: use.request as Request,
    secrets,
  };
}

function sourceOf(lab: Homelab, { consumer, provider }: Connection): Ipv4 | Cidr {
  if (consumer.machine === provider.machine && inDockerNetwork(consumer)) return dockerPool;
  const network = lab.networks.get(provider.machine.network);
  return network === undefined ? consumer.machine.address : addressOn(lab, consumer.machine, network);
}
