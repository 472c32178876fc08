import { addressOn, inRole, networkOf, view, type Machine, type Homelab } from "../../model";
import { groupBy } from "../../values/group-by";
import type { Ipv4 } from "../../values/ipv4";
import { hostLabel } from "./dns";
import { flows } from "../reach/flows";
import { addressFor } from "../reach/routing-nodes";
import { fqdn, routes } from "./routes";

/** A name that a machine calls, and its address. */
export interface CalledName {
  readonly address: Ipv4;
  readonly name: string;
}

/**
 * The names that each machine's services call: of the machines that they use, of the sign-on, and, on the guest of the
 * VPN, whose peer runs there, of the VPN. They are in the guest's /etc/hosts, so that it works without any resolver.
 */
export const calledNames = view("called names", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const used = groupBy(lab.connections, ({ consumer }) => consumer.machine);
  const namesFor = (machine: Machine): readonly CalledName[] => {
    const providers = new Set((used.get(machine) ?? []).map(({ provider }) => provider.machine));
    return [...providers]
      .filter((provider) => provider !== machine)
      .map((provider) => ({
        address: addressSeenBy(lab, machine, provider),
        name: fqdn(`${provider.hostname}.${hostLabel}`, lab.site.domain),
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

/** The VPN's public names, for the guest of the VPN: every peer, also the one there, goes through the proxy. */
const vpnNames = view("names of the VPN", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const [proxy, vpn] = [inRole(lab, "proxy"), inRole(lab, "vpn")];
  if (proxy === undefined || vpn === undefined || proxy.machine === vpn.machine) return new Map();
  const names = [...new Set(get(routes).flatMap((route) => (route.instance === vpn ? route.fqdns : [])))];
  const address = addressSeenBy(lab, vpn.machine, proxy.machine);
  return new Map([[vpn.machine, names.map((name) => ({ address, name }))]]);
});

/** The sign-on's public names, for guests and nodes that are its clients: they call it through the proxy. */
export const signOnNames = view("names of the sign-on", (lab, get): ReadonlyMap<Machine, readonly CalledName[]> => {
  const [proxy, signOn] = [inRole(lab, "proxy"), inRole(lab, "signOn")];
  if (proxy === undefined || signOn === undefined) return new Map();
  const callers = get(flows).flatMap(({ from, to, service }) =>
    "instance" in from && to === proxy.machine && service === proxy.service ? [from.instance.machine] : [],
  );
  const names = [...new Set(get(routes).flatMap((route) => (route.instance === signOn ? route.fqdns : [])))];
  return new Map(
    [...new Set(callers)]
      .filter((machine) => machine !== proxy.machine)
      .map((machine) => {
        const address = addressSeenBy(lab, machine, proxy.machine);
        return [machine, names.map((name) => ({ address, name }))];
      }),
  );
});

function addressSeenBy(lab: Homelab, from: Machine, to: Machine): Ipv4 {
  if (from.kind === "node") return addressFor(lab, from, to);
  return addressOn(lab, to, networkOf(lab, from));
}
