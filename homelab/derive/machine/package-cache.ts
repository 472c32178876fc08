import { addressOn, isRoutedBy, roles, view, type Guest } from "../../model";

/**
 * Where each guest gets its packages: `http://<address>:<port>` of the cache on the node that is its gateway, else on the node
 * that it runs on. Guests without one are left out.
 */
export const packageCaches = view("package caches", (lab): ReadonlyMap<Guest, string> => {
  const caches = lab.instances.filter(({ service }) => service.name === roles.packageCache);
  const entries = [...lab.guests.values()].flatMap((guest) => {
    const network = lab.networks.get(guest.network);
    if (network === undefined || guest.kind === "node") return [];
    const cache =
      caches.find(({ guest: node }) => isRoutedBy(network, node.name)) ??
      caches.find(({ guest: node }) => node.name === guest.node);
    const port = cache?.service.listens["http"]?.port;
    if (cache === undefined || port === undefined) return [];
    return [[guest, `http://${addressOn(lab, cache.guest, network)}:${port}`] as const];
  });
  return new Map(entries);
});
