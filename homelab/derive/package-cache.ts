import { addressOn, isRoutedBy, roles, type Guest, type Homelab } from "../model";

/**
 * Where a guest gets its packages: `http://<address>:<port>` of the cache on the node that is its gateway, else on the node
 * that it runs on. Undefined where there is none.
 */
export function packageCacheOf(lab: Homelab, guest: Guest): string | undefined {
  const network = lab.networks.get(guest.network);
  const caches = lab.instances.filter(({ service }) => service.name === roles.packageCache);
  const cache =
    caches.find(({ guest: node }) => network !== undefined && isRoutedBy(network, node.name)) ??
    caches.find(({ guest: node }) => node.name === guest.node);
  const port = cache?.service.listens["http"]?.port;
  return cache === undefined || network === undefined || port === undefined
    ? undefined
    : `http://${addressOn(lab, cache.guest, network)}:${port}`;
}
