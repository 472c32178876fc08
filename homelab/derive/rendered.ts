import { groupBy } from "../values/group-by";
import type { Cidr, Ipv4 } from "../values/ipv4";
import {
  addressOn,
  dockerPool,
  inDockerNetwork,
  view,
  type Client,
  type Connection,
  type Context,
  type Get,
  type Homelab,
  type Instance,
  type Rendered,
} from "../model";

/**
 * What came of each instance's `render`, run once with everything that it asked for: what it puts into its guest, or the
 * error that it threw.
 */
export const renderings = view("renderings", (lab, get): ReadonlyMap<Instance, Rendered | Error> => {
  const byConsumer = groupBy(lab.connections, ({ consumer }) => consumer);
  const byProvider = groupBy(lab.connections, ({ provider }) => provider);
  return new Map(
    lab.instances
      .filter(({ service }) => service.render !== undefined)
      .map((instance) => {
        const context = contextOf(lab, get, instance, byConsumer.get(instance) ?? [], byProvider.get(instance) ?? []);
        return [instance, attempt(() => instance.service.render?.(context) ?? {})];
      }),
  );
});

/** What each instance puts into its guest. Throws the first error of a `render`. */
export const rendered = view("rendered services", (_, get): ReadonlyMap<Instance, Rendered> => {
  const entries = [...get(renderings)].map(([instance, rendering]) => {
    if (rendering instanceof Error) throw rendering;
    return [instance, rendering] as const;
  });
  return new Map(entries);
});

function attempt(render: () => Rendered): Rendered | Error {
  try {
    return render();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function contextOf(
  lab: Homelab,
  get: Get,
  { service, guest }: Instance,
  used: readonly Connection[],
  offered: readonly Connection[],
): Context {
  return {
    site: lab.site,
    lab,
    guest,
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
  if (consumer.guest === provider.guest && inDockerNetwork(consumer)) return dockerPool;
  const network = lab.networks.get(provider.guest.network);
  return network === undefined ? consumer.guest.address : addressOn(lab, consumer.guest, network);
}
