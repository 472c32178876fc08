import {
  addressOn,
  inRole,
  isManaged,
  leafOf,
  view,
  type Get,
  type Homelab,
  type Instance,
  type Leaf,
  type Guest,
} from "../../model";
import { parseIpv4, type Ipv4 } from "../../values/ipv4";
import { machineLabel } from "./dns";
import { forwardedPorts } from "../reach/forwarded-ports";
import { fqdn, routes } from "./routes";

/** The certificate of a guest that serves TLS: for which names and addresses, and for how long. */
export interface Certificate {
  readonly guest: Guest;
  readonly leaf: Leaf;
  /** DNS names that clients use for it, the guest's own first. */
  readonly names: readonly [string, ...string[]];
  /** Addresses that clients use for it. */
  readonly addresses: readonly Ipv4[];
  /** Validity of a new one, in days. */
  readonly days: number;
  /** Days before its expiry when it is renewed. */
  readonly renewalDays: number;
}

/**
 * One certificate for each managed guest that serves TLS to others, in order of declaration. Docker apps have none: the
 * proxy serves TLS for them. With `tls.mode: acme` the proxy gets its certificate from a public CA.
 */
export const certificates = view("certificates", (lab, get): readonly Certificate[] => {
  const serving = lab.instances.filter(
    ({ service, machine }) =>
      isManaged(machine) &&
      service.app === undefined &&
      Object.values(service.ports).some(({ tls, local }) => tls && !local),
  );
  const { mode, certificateDays, renewalDays } = lab.site.tls;
  const proxy = mode === "acme" ? inRole(lab, "proxy")?.machine : undefined;
  const offering = new Set(get(forwardedPorts).map(({ to }) => to));
  return [...new Set(serving.map(({ machine }) => machine))]
    .filter(isManaged)
    .filter((guest) => guest !== proxy)
    .map((guest) => ({
      guest,
      leaf: leafOf(guest),
      names: namesOf(lab, get, guest),
      addresses: addressesOf(lab, guest, offering.has(guest)),
      days: certificateDays,
      renewalDays,
    }));
});

/** The proxy's certificate has the web names, except those of a service that serves TLS to people directly. */
function namesOf(lab: Homelab, get: Get, guest: Guest): Certificate["names"] {
  const { domain } = lab.site;
  const web =
    inRole(lab, "proxy")?.machine === guest
      ? [domain, `*.${domain}`, `*.apps.${domain}`]
      : get(routes).flatMap(({ instance, fqdns }) =>
          instance.machine === guest && servesPeopleDirectly(instance) ? fqdns : [],
        );
  const { hostname } = guest;
  const own = fqdn(`${hostname}.${machineLabel}`, domain);
  return [own, ...new Set([fqdn(hostname, domain), hostname, ...web, "localhost"])];
}

const servesPeopleDirectly = ({ service }: Instance): boolean =>
  Object.values(service.ports).some(({ tls, zones }) => tls && zones.length > 0);

/** Its own address and, if a host forwards its ports, that host's; programs on the guest itself call 127.0.0.1. */
function addressesOf(lab: Homelab, guest: Guest, isForwarded: boolean): readonly Ipv4[] {
  const elsewhere = isForwarded ? [...lab.networks.values()].map((network) => addressOn(lab, guest, network)) : [];
  return [...new Set([guest.address, ...elsewhere, parseIpv4("127.0.0.1")])];
}
