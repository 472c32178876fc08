import {
  view,
  type Client,
  type Connection,
  type Context,
  type Get,
  type Homelab,
  type Instance,
  type Rendered,
} from "../model";

/** What each instance puts into its guest: `render` of its service, run once with everything that it asked for. */
export const rendered = view("rendered services", (lab, get): ReadonlyMap<Instance, Rendered> => {
  const byConsumer = index(lab.connections, ({ consumer }) => consumer);
  const byProvider = index(lab.connections, ({ provider }) => provider);
  return new Map(
    lab.instances
      .filter(({ service }) => service.render !== undefined)
      .map((instance) => {
        const context = contextOf(lab, get, instance, byConsumer.get(instance) ?? [], byProvider.get(instance) ?? []);
        return [instance, instance.service.render?.(context) ?? {}];
      }),
  );
});

function contextOf(
  { site }: Homelab,
  get: Get,
  { service, guest }: Instance,
  used: readonly Connection[],
  offered: readonly Connection[],
): Context {
  return {
    site,
    guest,
    service,
    get,
    uses: Object.fromEntries(used.map(({ key, settings }) => [key, settings])),
    clients: <Request>({ name }: { readonly name: string }) =>
      offered.filter(({ contract }) => contract.name === name).map((connection) => clientOf<Request>(connection)),
  };
}

function clientOf<Request>({ consumer, use, secrets }: Connection): Client<Request> {
  // The contract that the provider asks for is the one that typed this request.
  return { name: consumer.service.name, instance: consumer, request: use.request as Request, secrets };
}

function index<T>(items: readonly T[], key: (item: T) => Instance): ReadonlyMap<Instance, T[]> {
  const found = new Map<Instance, T[]>();
  for (const item of items) {
    const list = found.get(key(item));
    if (list === undefined) found.set(key(item), [item]);
    else list.push(item);
  }
  return found;
}
