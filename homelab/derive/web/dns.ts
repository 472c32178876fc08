import type { Ipv4 } from "../../values/ipv4";
import { hostGateways, inRole, nodeHiding, view, type Machine, type Homelab } from "../../model";
import { forwardedPorts } from "../reach/forwarded-ports";
import { fqdn, routes } from "./routes";

/** One name and its answers. */
export interface DnsRecord {
  readonly name: string;
  /** Answer for clients inside: guests, hosts, and VPN peers, which come through a guest. */
  readonly address: Ipv4;
  /** Answer for clients in networks that a router owns, such as the household's. Differs only with `uplink: nat`. */
  readonly outside: Ipv4;
  /** Title of the service or machine that has the name, for tables. */
  readonly of: string;
}

export interface Dns {
  /** Web names have the proxy's address, machines their own. */
  readonly records: readonly DnsRecord[];
  /** Address -> the one name that a reverse lookup returns; includes the hosts' gateway addresses. */
  readonly reverse: readonly Pick<DnsRecord, "name" | "address" | "of">[];
  /** Whether some name has different answers inside and outside. */
  readonly split: boolean;
  /** Name server of the zones, with the final dot: the resolver; without one, the first host, as a placeholder. */
  readonly server: string;
  /** Start of authority (RFC 1035, 3.3.13), the same for every zone. */
  readonly soa: string;
  /** How long clients may cache an answer; short, because a deployment may change these names. */
  readonly ttlSeconds: number;
}

const ttlSeconds = 300;

/**
 * No secondary copies these zones, so the serial stays 1, and refresh, retry and expiry are unused. The last is for
 * negative answers.
 */
const timing = `1 3600 900 1209600 ${ttlSeconds}`;

/** Below this label every machine has a name that no web name can take: `redis.host.<domain>`. */
export const hostLabel = "host";

/**
 * Every name of the homelab. `<name>.<domain>` is a web name if a route has it, else the machine of that name;
 * `<name>.host.<domain>` is always the machine itself.
 */
export const dns = view("dns", (lab, get): Dns => {
  const { domain } = lab.site;
  const proxy = inRole(lab, "proxy");
  const offering = new Set(get(forwardedPorts).map(({ to }) => to));
  const answers = (machine: Machine) => ({ address: machine.address, outside: outsideAddress(lab, machine, offering) });
  const web =
    proxy === undefined
      ? []
      : get(routes).flatMap(({ fqdns, instance }) =>
          fqdns.map((name) => ({ name, ...answers(proxy.machine), of: instance.service.title })),
        );
  const taken = new Set(web.map(({ name }) => name));
  const machines = [...lab.machines.values()];
  const own = machines.map((machine) => ({
    name: fqdn(`${machine.hostname}.${hostLabel}`, domain),
    // Always the machine itself: a login there must not end up on the host that hides it.
    address: machine.address,
    outside: machine.address,
    of: machine.title,
  }));
  const short = machines
    .map((machine) => ({ name: fqdn(machine.hostname, domain), ...answers(machine), of: machine.title }))
    .filter(({ name }) => !taken.has(name));
  const unique = [...new Map(web.map((record) => [record.name, record])).values()];
  const records = [...unique, ...short, ...own];
  const host = inRole(lab, "resolver")?.machine ?? machines.find(({ kind }) => kind === "node");
  const server = `${fqdn(`${host?.hostname}.${hostLabel}`, domain)}.`;
  return {
    records,
    reverse: [...own.map(({ name, address, of }) => ({ name, address, of })), ...gateways(lab)],
    split: records.some(({ address, outside }) => address !== outside),
    server,
    soa: `${server} hostmaster.${domain}. ${timing}`,
    ttlSeconds,
  };
});

/**
 * A masqueraded guest has the address of the node that forwards its ports; without such ports, its own, unreachable
 * one.
 */
function outsideAddress(lab: Homelab, machine: Machine, offering: ReadonlySet<Machine>): Ipv4 {
  return offering.has(machine) ? (nodeHiding(lab, machine)?.address ?? machine.address) : machine.address;
}

/** Reverse names of the hosts' gateway addresses: the host. */
function gateways(lab: Homelab): Dns["reverse"] {
  return hostGateways(lab).map(({ network, node }) => ({
    name: fqdn(`${node.hostname}.${hostLabel}`, lab.site.domain),
    address: network.gateway,
    of: `${node.title} as gateway of ${network.name}`,
  }));
}
