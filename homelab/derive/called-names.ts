import type { Ipv4 } from "../values/ipv4";
import { addressOn, inRole, type Get, type Guest, type Homelab } from "../model";
import { hostLabel } from "./dns";
import { flows } from "./flows";
import { addressFor } from "./forwarders";
import { fqdn, routes } from "./routes";

/** A name that a machine calls, and where it leads. */
export interface CalledName {
  readonly address: Ipv4;
  readonly host: string;
}

/**
 * Names that a guest's or node's own services call: of the guests that they use, and of the sign-on, which is called by its
 * public name, through the gateway. They stand in its /etc/hosts, so that it works without any resolver.
 */
export function calledNames(lab: Homelab, get: Get, guest: Guest): readonly CalledName[] {
  const providers = lab.connections.flatMap(({ consumer, provider }) =>
    consumer.guest === guest && provider.guest !== guest ? [provider.guest] : [],
  );
  const own = [...new Set(providers)].map((provider) => ({
    address: addressSeenBy(lab, guest, provider),
    host: fqdn(`${provider.hostname}.${hostLabel}`, lab.site.domain),
  }));
  return [...own, ...signOnNames(lab, get, guest)];
}

/** The sign-on's public names, for whoever is its client. */
export function signOnNames(lab: Homelab, get: Get, guest: Guest): readonly CalledName[] {
  const [gateway, signOn] = [inRole(lab, "gateway"), inRole(lab, "signOn")];
  if (gateway === undefined || signOn === undefined || gateway.guest === guest) return [];
  const calls = get(flows).some(
    ({ from, to, service }) =>
      "instance" in from && from.instance.guest === guest && to === gateway.guest && service === gateway.service,
  );
  if (!calls) return [];
  const hosts = get(routes).flatMap((route) => (route.instance === signOn ? route.hosts : []));
  return [...new Set(hosts)].map((host) => ({ address: addressSeenBy(lab, guest, gateway.guest), host }));
}

function addressSeenBy(lab: Homelab, from: Guest, to: Guest): Ipv4 {
  if (from.kind === "node") return addressFor(lab, from, to);
  const network = lab.networks.get(from.network);
  return network === undefined ? to.address : addressOn(lab, to, network);
}
