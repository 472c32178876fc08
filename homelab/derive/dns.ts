import { inRole, view } from "../model";
import { fqdn, routes } from "./routes";

/** One name and the address that answers for it. */
export interface DnsRecord {
  readonly name: string;
  readonly address: string;
  /** What stands behind it, for tables. */
  readonly of: string;
}

export interface Dns {
  /** Web names answer with the gateway's address, guests with their own. */
  readonly records: readonly DnsRecord[];
  /** Address -> the one name that a reverse lookup answers. */
  readonly reverse: readonly DnsRecord[];
}

/** Label under which every guest and node has a name of its own, which no web name can take: `redis.host.<domain>`. */
export const hostLabel = "host";

/**
 * Every name of the homelab. `<name>.<domain>` is a web name where a route has it, else the guest of that name;
 * `<name>.host.<domain>` is always the guest itself.
 */
export const dns = view("dns", (lab, get): Dns => {
  const { domain } = lab.site;
  const gateway = inRole(lab, "gateway");
  const web =
    gateway === undefined
      ? []
      : get(routes).flatMap(({ hosts, instance }) =>
          hosts.map((name) => ({ name, address: gateway.guest.address, of: instance.service.title })),
        );
  const taken = new Set(web.map(({ name }) => name));
  const guests = [...lab.guests.values()].map(({ hostname, address, title }) => ({ hostname, address, of: title }));
  const own = guests.map(({ hostname, address, of }) => ({
    name: fqdn(`${hostname}.${hostLabel}`, domain),
    address,
    of,
  }));
  const short = guests
    .map(({ hostname, address, of }) => ({ name: fqdn(hostname, domain), address, of }))
    .filter(({ name }) => !taken.has(name));
  const unique = [...new Map(web.map((record) => [record.name, record])).values()];
  return { records: [...unique, ...short, ...own], reverse: own };
});
