import { groupBy } from "../../homelab/values/group-by";
import { dns, type Dns } from "../../homelab/derive";
import { type Get, type Homelab } from "../../homelab/model";

/** A DNS zone as a complete master file (RFC 1035). */
export interface Zone {
  /** Path below docs/generated/dns. */
  readonly file: string;
  /** With a final dot, like every absolute name here. */
  readonly origin: string;
  readonly text: string;
}

/**
 * All names as zone files, to read or to serve with another DNS server: the forward zone with the answers for clients
 * inside, another with the answers for the household when they differ, and the reverse zones. There is one reverse zone
 * for each 256 addresses that have a name, whatever the sizes of the networks, because in-addr.arpa delegates there.
 */
export function dnsZones(lab: Homelab, get: Get): readonly Zone[] {
  const names = get(dns);
  const { records, split } = names;
  const origin = `${lab.site.domain}.`;
  const forward = (of: "address" | "outside"): readonly string[] =>
    records.map((record) => `${record.name.slice(0, -origin.length)} A ${record[of]}`).toSorted();
  return [
    zone(
      names,
      "inside.zone",
      origin,
      "with the answers for clients inside: guests, hosts and VPN peers",
      forward("address"),
    ),
    ...(split
      ? [zone(names, "lan.zone", origin, "with the answers for the household's devices", forward("outside"))]
      : []),
    ...reverseZones(names),
  ];
}

function reverseZones(names: Dns): readonly Zone[] {
  const octets = (address: string): readonly string[] => address.split(".");
  return [...groupBy(names.reverse, ({ address }) => octets(address).slice(0, 3).join("."))].map(([net, same]) => {
    const name = `${octets(net).toReversed().join(".")}.in-addr.arpa`;
    const pointers = same
      .map((each) => ({ last: Number(octets(each.address)[3]), to: each.name }))
      .toSorted((a, b) => a.last - b.last)
      .map(({ last, to }) => `${last} PTR ${to}.`);
    return zone(names, `${name}.zone`, `${name}.`, `with the names of the addresses in ${net}.0/24`, pointers);
  });
}

function zone(
  { server, soa, ttlSeconds }: Dns,
  file: string,
  origin: string,
  what: string,
  records: readonly string[],
): Zone {
  const lines = [
    "; Computed from homelab.yaml and the catalog by `npm run docs`. Changes belong there.",
    `; ${origin} ${what}.`,
    `$ORIGIN ${origin}`,
    `$TTL ${ttlSeconds}`,
    "; The serial stays 1, because no server transfers this zone.",
    `@ SOA ${soa}`,
    `@ NS ${server}`,
    ...records,
  ];
  return { file, origin, text: `${lines.join("\n")}\n` };
}
