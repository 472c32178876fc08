import { addressOn, isRoutedBy, networkOf, roles, urlOf, view, type Machine } from "../../model";

/**
 * Where each guest gets its packages: `http://<address>:<port>` of the cache on the node that is its gateway, else on
 * the node that it runs on. Guests without such a cache are absent.
 */
export const packageCaches = view("package caches", (lab): ReadonlyMap<Machine, string> => {
  const caches = lab.instances.filter(({ service }) => service.name === roles.packageCache);
  const entries = [...lab.machines.values()].flatMap((machine) => {
    if (machine.kind === "node") return [];
    const network = networkOf(lab, machine);
    const cache =
      caches.find(({ machine: node }) => isRoutedBy(network, node.name)) ??
      caches.find(({ machine: node }) => node.name === machine.node);
    const port = cache?.service.ports["http"];
    if (cache === undefined || port === undefined) return [];
    const address = addressOn(lab, cache.machine, network);
    return [[machine, urlOf({ address, port: port.number, tls: port.tls })] as const];
  });
  return new Map(entries);
});
