import { groupBy } from "../../homelab/values/group-by";
import { dns, fqdn, hostLabel, type Dns } from "../../homelab/derive";
import { inRole, type Get, type Homelab } from "../../homelab/model";

/** A zone as a master file (RFC 1035), complete by itself. */
export interface Zone {
  /** Below docs/generated/dns. */
  readonly file: string;
  /** With its final dot, as every absolute name here. */
  readonly origin: string;
  readonly text: string;
}

/** Seconds that an answer may be kept; short, as these names change with a deploy. */
const ttl = 300;

/** Refresh, retry and expiry are for servers that copy a zone, of which there are none; the last one is for "no such name". */
const timing = `3600 900 1209600 ${ttl}`;

/**
 * All names as zone files, for whoever wants to read them as such or has another server answer them: the forward zone as
 * clients inside are answered, the same for the household where that differs, and the reverse zones. One of those is
 * cut for each 256 addresses that have a name, whatever the networks' sizes, as in-addr.arpa has its cuts there.
 */
export function zones(lab: Homelab, get: Get): readonly Zone[] {
  const { records, reverse } = get(dns);
  const origin = `${lab.site.domain}.`;
  const differs = records.some(({ address, outside }) => address !== outside);
  const forward = (of: "address" | "outside"): readonly string[] =>
    records.map((record) => `${record.name.slice(0, -origin.length)} A ${record[of]}`).toSorted();
  return [
    zone(lab, "inside.zone", origin, "as clients inside are answered: guests, hosts and VPN peers", forward("address")),
    ...(differs ? [zone(lab, "lan.zone", origin, "as the household's devices are answered", forward("outside"))] : []),
    ...reverseZones(lab, reverse),
  ];
}

function reverseZones(lab: Homelab, reverse: Dns["reverse"]): readonly Zone[] {
  const octets = (address: string): readonly string[] => address.split(".");
  return [...groupBy(reverse, ({ address }) => octets(address).slice(0, 3).join("."))].map(([net, same]) => {
    const name = `${octets(net).toReversed().join(".")}.in-addr.arpa`;
    const pointers = same
      .map((each) => ({ last: Number(octets(each.address)[3]), to: each.name }))
      .toSorted((a, b) => a.last - b.last)
      .map(({ last, to }) => `${last} PTR ${to}.`);
    return zone(lab, `${name}.zone`, `${name}.`, `whose address is which in ${net}.0/24`, pointers);
  });
}

/** Who answers stands in every zone: the resolver, or without one the first host, in whose place one's own server is. */
function zone(lab: Homelab, file: string, origin: string, what: string, records: readonly string[]): Zone {
  const { domain } = lab.site;
  const server = inRole(lab, "resolver")?.guest ?? [...lab.guests.values()].find(({ kind }) => kind === "node");
  const name = `${fqdn(`${server?.hostname}.${hostLabel}`, domain)}.`;
  const lines = [
    "; Computed from homelab.yaml and the catalog by `npm run docs`. Changes belong there.",
    `; ${origin} ${what}.`,
    `$ORIGIN ${origin}`,
    `$TTL ${ttl}`,
    "; The serial stays 1: nobody transfers this zone.",
    `@ SOA ${name} hostmaster.${domain}. ( 1 ${timing} )`,
    `@ NS ${name}`,
    ...records,
  ];
  return { file, origin, text: `${lines.join("\n")}\n` };
}
