import { addressOn, inRole, view, type Guest, type Homelab } from "../../model";
import { groupBy } from "../../values/group-by";
import type { Ipv4 } from "../../values/ipv4";
import { hostLabel } from "./dns";
import { flows } from "../reach/flows";
import { addressFor } from "../reach/forwarders";
import { fqdn, routes } from "./routes";

/** A name that a machine calls, and where it leads. */
export interface CalledName {
  readonly address: Ipv4;
  readonly host: string;
}

/**
 * Names that the services of each guest call: of the guests that they use, of the sign-on, and of the VPN, whose own peer is
 * beside it. They stand in its /etc/hosts, so that it works without any resolver.
 */
export const calledNames = view("called names", (lab, get): ReadonlyMap<Guest, readonly CalledName[]> => {
  const used = groupBy(lab.connections, ({ consumer }) => consumer.guest);
  const namesFor = (guest: Guest): readonly CalledName[] => {
    const providers = new Set((used.get(guest) ?? []).map(({ provider }) => provider.guest));
    return [...providers]
      .filter((provider) => provider !== guest)
      .map((provider) => ({
        address: addressSeenBy(lab, guest, provider),
        host: fqdn(`${provider.hostname}.${hostLabel}`, lab.site.domain),
      }));
  };
  const [signOn, vpn] = [get(signOnNames), get(vpnNames)];
  return new Map(
    [...lab.guests.values()].map((guest) => [
      guest,
      [...namesFor(guest), ...(signOn.get(guest) ?? []), ...(vpn.get(guest) ?? [])],
    ]),
  );
});

/** The VPN's public names, for its own guest: a peer goes through the gateway, wherever it is. */
const vpnNames = view("names of the VPN", (lab, get): ReadonlyMap<Guest, readonly CalledName[]> => {
  const [gateway, vpn] = [inRole(lab, "gateway"), inRole(lab, "vpn")];
  if (gateway === undefined || vpn === undefined || gateway.guest === vpn.guest) return new Map();
  const hosts = [...new Set(get(routes).flatMap((route) => (route.instance === vpn ? route.hosts : [])))];
  const address = addressSeenBy(lab, vpn.guest, gateway.guest);
  return new Map([[vpn.guest, hosts.map((host) => ({ address, host }))]]);
});

/** The sign-on's public names, for guests and nodes that are its clients: they call it through the gateway. */
export const signOnNames = view("names of the sign-on", (lab, get): ReadonlyMap<Guest, readonly CalledName[]> => {
  const [gateway, signOn] = [inRole(lab, "gateway"), inRole(lab, "signOn")];
  if (gateway === undefined || signOn === undefined) return new Map();
  const callers = get(flows).flatMap(({ from, to, service }) =>
    "instance" in from && to === gateway.guest && service === gateway.service ? [from.instance.guest] : [],
  );
  const hosts = [...new Set(get(routes).flatMap((route) => (route.instance === signOn ? route.hosts : [])))];
  return new Map(
    [...new Set(callers)]
      .filter((guest) => guest !== gateway.guest)
      .map((guest) => {
        const address = addressSeenBy(lab, guest, gateway.guest);
        return [guest, hosts.map((host) => ({ address, host }))];
      }),
  );
});

function addressSeenBy(lab: Homelab, from: Guest, to: Guest): Ipv4 {
  if (from.kind === "node") return addressFor(lab, from, to);
  const network = lab.networks.get(from.network);
  return network === undefined ? to.address : addressOn(lab, to, network);
}
