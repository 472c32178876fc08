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
import { hostLabel } from "./dns";
import { forwardedPorts } from "../reach/forwarded-ports";
import { fqdn, routes } from "./routes";

/** The certificate of a guest that serves TLS, and what it is good for. */
export interface Certificate {
  readonly guest: Guest;
  readonly leaf: Leaf;
  /** Names in DNS by which clients call it, the guest's own first. */
  readonly names: readonly [string, ...string[]];
  /** Addresses by which clients call it. */
  readonly addresses: readonly Ipv4[];
  /** How long a new one lasts, in days. */
  readonly days: number;
  /** So many days before its end it is renewed. */
  readonly renewalDays: number;
}

/**
 * One certificate for each guest of ours that serves TLS to others, in order of declaration. Docker apps have none: the
 * gateway speaks for them. With `tls.mode: acme` the gateway gets its own from outside.
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

/** Web names are the gateway's business, but for those of a service that speaks TLS to people without it. */
function namesOf(lab: Homelab, get: Get, guest: Guest): Certificate["names"] {
  const { domain } = lab.site;
  const web =
    inRole(lab, "proxy")?.machine === guest
      ? [domain, `*.${domain}`, `*.apps.${domain}`]
      : get(routes).flatMap(({ instance, fqdns }) =>
          instance.machine === guest && speaksToPeople(instance) ? fqdns : [],
        );
  const { hostname } = guest;
  const own = fqdn(`${hostname}.${hostLabel}`, domain);
  return [own, ...new Set([fqdn(hostname, domain), hostname, ...web, "localhost"])];
}

const speaksToPeople = ({ service }: Instance): boolean =>
  Object.values(service.ports).some(({ tls, zones }) => tls && zones.length > 0);

/** Its own, and that of the host which publishes its ports; programs on the guest itself call 127.0.0.1. */
function addressesOf(lab: Homelab, guest: Guest, isPublished: boolean): readonly Ipv4[] {
  const elsewhere = isPublished ? [...lab.networks.values()].map((network) => addressOn(lab, guest, network)) : [];
  return [...new Set([guest.address, ...elsewhere, parseIpv4("127.0.0.1")])];
}
