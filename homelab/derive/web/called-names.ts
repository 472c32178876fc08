import { addressOn, inRole, view, type Machine, type Homelab } from "../../model";
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
export const calledNames = view("called names", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const used = groupBy(lab.connections, ({ consumer }) => consumer.machine);
  const namesFor = (machine: Machine): readonly CalledName[] => {
    const providers = new Set((used.get(machine) ?? []).map(({ provider }) => provider.machine));
    return [...providers]
      .filter((provider) => provider !== machine)
      .map((provider) => ({
        address: addressSeenBy(lab, machine, provider),
        host: fqdn(`${provider.hostname}.${hostLabel}`, lab.site.domain),
      }));
  };
  const [signOn, vpn] = [get(signOnNames), get(vpnNames)];
  return new Map(
    [...lab.machines.values()].map((machine) => [
      machine,
      [...namesFor(machine), ...(signOn.get(machine) ?? []), ...(vpn.get(machine) ?? [])],
    ]),
  );
});

/** The VPN's public names, for its own guest: a peer goes through the gateway, wherever it is. */
const vpnNames = view("names of the VPN", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const [gateway, vpn] = [inRole(lab, "gateway"), inRole(lab, "vpn")];
  if (gateway === undefined || vpn === undefined || gateway.machine === vpn.machine) return new Map();
  const hosts = [...new Set(get(routes).flatMap((route) => (route.instance === vpn ? route.hosts : [])))];
  const address = addressSeenBy(lab, vpn.machine, gateway.machine);
  return new Map([[vpn.machine, hosts.map((host) => ({ address, host }))]]);
});

/** The sign-on's public names, for guests and nodes that are its clients: they call it through the gateway. */
export const signOnNames = view("names of the sign-on", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const [gateway, signOn] = [inRole(lab, "gateway"), inRole(lab, "signOn")];
  if (gateway === undefined || signOn === undefined) return new Map();
  const callers = get(flows).flatMap(({ from, to, service }) =>
    "instance" in from && to === gateway.machine && service === gateway.service ? [from.instance.machine] : [],
  );
  const hosts = [...new Set(get(routes).flatMap((route) => (route.instance === signOn ? route.hosts : [])))];
  return new Map(
    [...new Set(callers)]
      .filter((machine) => machine !== gateway.machine)
      .map((machine) => {
        const address = addressSeenBy(lab, machine, gateway.machine);
        return [machine, hosts.map((host) => ({ address, host }))];
      }),
  );
});

function addressSeenBy(lab: Homelab, from: Machine, to: Machine): Ipv4 {
  if (from.kind === "node") return addressFor(lab, from, to);
  const network = lab.networks.get(from.network);
  return network === undefined ? to.address : addressOn(lab, to, network);
}
