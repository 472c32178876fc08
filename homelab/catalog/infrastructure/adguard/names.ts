import { dns, type Dns, type DnsRecord } from "../../../derive";
import { portOf, type Context } from "../../../model";
import { reverseZones, houseOnly } from "./zones";

/** Which answers: those for clients inside or outside, as in the view `dns`. */
export type Side = "inside" | "outside";

/**
 * Address of the guest at which Unbound gives the answers of one side. A machine that calls one of its own addresses
 * also uses that address as the source, and Unbound selects the answers by it. Unbound's settings per interface do not
 * apply to callers in its access list, which always contains the loopback.
 */
const addressOf = ({ guest }: Pick<Context, "guest">, side: Side): string =>
  side === "inside" ? "127.0.0.1" : guest.address;

/** The same address with its port, as AdGuard Home takes it. */
export const namesAt = (context: Pick<Context, "guest" | "service">, side: Side): string =>
  `${addressOf(context, side)}:${portOf(context.service.ports, "names")}`;

/**
 * Settings of Unbound 1.17 or newer, which answers the names of the homelab and asks no other server: a name that is
 * not here does not exist.
 *
 * @see unbound.conf(5)
 */
export function namesConf(context: Context): string {
  const { site, service, get } = context;
  const names = get(dns);
  const sides: readonly Side[] = names.split ? ["inside", "outside"] : ["inside"];
  return `# The names of the homelab, for AdGuard Home alone. See unbound.conf(5).
server:
    num-threads: 1
    do-ip6: no
    port: ${portOf(service.ports, "names")}
    # Unbound may start before the address exists.
    ip-freebind: yes
${sides.map((side) => callers(addressOf(context, side), side)).join("")}    hide-identity: yes
    hide-version: yes
    # It asks no other server, so it needs no validation, little cache and few sockets.
    module-config: "iterator"
    outgoing-range: 32
    msg-cache-size: 1m
    rrset-cache-size: 1m

    # Names without a dot, and all other names.
    local-zone: "." static
    # Names that no public server has.
${houseOnly.map((name) => `    local-zone: "${name}." static\n`).join("")}
    # Names of our addresses; other private addresses have no name.
${reverseZones.map((name) => `    local-zone: "${name}." static\n`).join("")}${names.reverse.map(({ address, name }) => `    local-data-ptr: "${address} ${names.ttlSeconds} ${name}."\n`).join("")}
remote-control:
    control-enable: no
${sides.map((side) => view(side, `${site.domain}.`, names)).join("")}`;
}

const callers = (address: string, side: Side): string => `    interface: ${address}
    access-control: ${address}/32 allow
    access-control-view: ${address}/32 ${side}
`;

const view = (side: Side, zone: string, names: Dns): string => `
view:
    name: "${side}"
    view-first: yes
    local-zone: "${zone}" static
    local-data: "${zone} ${names.ttlSeconds} IN SOA ${names.soa}"
    local-data: "${zone} ${names.ttlSeconds} IN NS ${names.server}"
${names.records.map((record) => answer(record, names, side === "inside" ? record.address : record.outside)).join("")}`;

/**
 * A wildcard is a zone in which every name has the answer of the zone's top. A separate name below a wildcard is a
 * zone, too.
 */
function answer({ name }: DnsRecord, { records, ttlSeconds }: Dns, address: string): string {
  const parent = name.replace(/^\*\./, "");
  const below = records.some((other) => other.name.startsWith("*.") && name.endsWith(other.name.slice(1)));
  const data = `    local-data: "${parent}. ${ttlSeconds} IN A ${address}"\n`;
  if (name !== parent) return `    local-zone: "${parent}." redirect\n${data}`;
  return below ? `    local-zone: "${parent}." static\n${data}` : data;
}
