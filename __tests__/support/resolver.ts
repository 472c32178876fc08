import { parse } from "yaml";
import type { Bundle } from "../../homelab/model";
import { containsAny, parseHostOrCidr, parseIpv4 } from "../../homelab/values/ipv4";
import { fileText } from "./bundles";

interface Settings {
  readonly dns: { readonly upstream_dns: readonly string[]; readonly local_ptr_upstreams: readonly string[] };
  readonly clients: {
    readonly persistent: readonly { readonly ids: readonly string[]; readonly upstreams: readonly string[] }[];
  };
}

/** One view of Unbound, or the part that all views have in common: types of zones, and data by name and type. */
interface Zones {
  readonly types: ReadonlyMap<string, string>;
  readonly data: ReadonlyMap<string, string>;
}

/**
 * Queries a rendered resolver; it answers as AdGuard Home 0.107.79 and Unbound were observed to do. The type is A, or
 * PTR for a reverse name. The answer is an address or a name, `NXDOMAIN`, `nothing of this type`, or `upstream` if the
 * query leaves the house.
 */
export function resolverOf(bundle: Bundle): (client: string, name: string) => string {
  const settings = parse(fileText(bundle, "/etc/homelab/adguard/AdGuardHome.yaml")) as Settings;
  const [common = "", ...views] = fileText(bundle, "/etc/unbound/unbound.conf").split(/^view:$/m);
  const [, port] = /^ +port: (\d+)$/m.exec(common) ?? [];
  const shared = zonesOf(common);
  const byCaller = new Map(
    [...common.matchAll(/^ +access-control-view: (\S+)\/32 (\S+)$/gm)].map(([, caller, name]) => [
      `${caller}:${port}`,
      zonesOf(views.find((view) => view.includes(`name: "${name}"`)) ?? ""),
    ]),
  );
  return (client, name) => {
    const reverse = name.endsWith(".in-addr.arpa");
    const server = reverse
      ? settings.dns.local_ptr_upstreams[0]
      : (forDomain(clientOf(settings, client), name) ?? forDomain(settings.dns.upstream_dns, name));
    if (server === undefined) return "upstream";
    const own = byCaller.get(server);
    if (own === undefined) throw new Error(`No server listens at ${server}.`);
    const type = reverse ? "PTR" : "A";
    return answered(own, `${name}.`, type) ?? answered(shared, `${name}.`, type) ?? "REFUSED";
  };
}

/** An address takes precedence over the network that it is in. */
function clientOf({ clients: { persistent } }: Settings, client: string): readonly string[] {
  const holds = (id: string): boolean => containsAny([parseHostOrCidr(id)], parseIpv4(client));
  const found = persistent.find(({ ids }) => ids.includes(client)) ?? persistent.find(({ ids }) => ids.some(holds));
  return found?.upstreams ?? [];
}

/** The server of the line `[/domain/.../]server` that matches best; an empty domain is for names without a dot. */
function forDomain(lines: readonly string[], name: string): string | undefined {
  return lines.flatMap((line) => {
    const [, domains, server] = /^\[\/(.*)\/\](\S+)$/.exec(line) ?? [];
    const fits = domains
      ?.split("/")
      .some((domain) => (domain === "" ? !name.includes(".") : `.${name}`.endsWith(`.${domain}`)));
    return fits && server !== undefined ? [server] : [];
  })[0];
}

function zonesOf(text: string): Zones {
  const pairs = (line: RegExp) => [...text.matchAll(line)].map(([, key = "", value = ""]) => [key, value] as const);
  return {
    types: new Map(pairs(/^ +local-zone: "(\S+)" (\w+)$/gm)),
    data: new Map([
      ...pairs(/^ +local-data: "(\S+) \d+ IN A (\S+)"$/gm).map(([name, to]) => [`${name} A`, to] as const),
      ...pairs(/^ +local-data-ptr: "(\S+) \d+ (\S+)"$/gm).map(([of, to]) => [`${reversed(of)} PTR`, to] as const),
    ]),
  };
}

const reversed = (address: string): string => `${address.split(".").toReversed().join(".")}.in-addr.arpa.`;

/** Undefined if no zone here is responsible for the name. */
function answered({ types, data }: Zones, name: string, type: string): string | undefined {
  const labels = name.split(".").slice(0, -1);
  const parents = [...labels.map((_, index) => `${labels.slice(index).join(".")}.`), "."];
  const zone = parents.find((parent) => types.has(parent));
  if (zone === undefined) return undefined;
  if (types.get(zone) === "redirect") return data.get(`${zone} ${type}`);
  const exists = [...data.keys()].some((key) => key.split(" ")[0] === name || key.split(" ")[0]?.endsWith(`.${name}`));
  return data.get(`${name} ${type}`) ?? (exists || zone === name ? "nothing of this type" : "NXDOMAIN");
}
