import type { Ipv4 } from "../../values/ipv4";
import { hostGateways, inRole, nodeHiding, view, type Machine, type Homelab } from "../../model";
import { forwardedPorts } from "../reach/forwarded-ports";
import { fqdn, routes } from "./routes";

/** One name and what is answered for it. */
export interface DnsRecord {
  readonly name: string;
  /** Answer for clients inside: guests, hosts, and VPN peers, who come in through a guest. */
  readonly address: Ipv4;
  /** Answer for clients of networks that a router owns, the household's above all. Another one only with `uplink: nat`. */
  readonly outside: Ipv4;
  /** What stands behind it, for tables. */
  readonly of: string;
}

export interface Dns {
  /** Web names answer with the gateway's address, guests with their own. */
  readonly records: readonly DnsRecord[];
  /** Address -> the one name that a reverse lookup answers; the gateways of hosts included. */
  readonly reverse: readonly Pick<DnsRecord, "name" | "address" | "of">[];
  /** Some name is answered otherwise outside than inside. */
  readonly split: boolean;
  /** Who answers: the resolver, or without one the first host, in whose place one's own server is. With its final dot. */
  readonly server: string;
  /** Start of authority (RFC 1035, 3.3.13), the same for every zone. */
  readonly soa: string;
  /** How long an answer may be kept; short, as these names change with a deploy. */
  readonly ttlSeconds: number;
}

const ttlSeconds = 300;

/** The serial stays 1, as nobody copies a zone. Refresh, retry and expiry are for those; the last one is for "no such name". */
const timing = `1 3600 900 1209600 ${ttlSeconds}`;

/** Label under which every guest and node has a name of its own, which no web name can take: `redis.host.<domain>`. */
export const hostLabel = "host";

/**
 * Every name of the homelab. `<name>.<domain>` is a web name where a route has it, else the guest of that name;
 * `<name>.host.<domain>` is always the guest itself.
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
    // Always the guest itself: whoever logs in there must not end up on the host that hides it.
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

/** A masqueraded guest is where its ports are published; one that publishes none keeps its own address, which leads nowhere. */
function outsideAddress(lab: Homelab, machine: Machine, offering: ReadonlySet<Machine>): Ipv4 {
  return offering.has(machine) ? (nodeHiding(lab, machine)?.address ?? machine.address) : machine.address;
}

/** A host's addresses as gateway lead back to the host. */
function gateways(lab: Homelab): Dns["reverse"] {
  return hostGateways(lab).map(({ network, node }) => ({
    name: fqdn(`${node.hostname}.${hostLabel}`, lab.site.domain),
    address: network.gateway,
    of: `${node.title} as gateway of ${network.name}`,
  }));
}
