import { parse } from "yaml";
import { dns } from "../../../homelab/derive";
import { views, type Homelab } from "../../../homelab/model";
import { keys as known } from "../../../scripts/adguard-config.json";
import { unknownIn } from "../../../scripts/known-keys";
import { assembled } from "../../support/assembled";
import { bundleFor, fileText, linesOf } from "../../support/bundles";
import { resolverOf } from "../../support/resolver";

const { lab } = assembled();
const bundle = bundleFor("adguard", lab);
const text = fileText(bundle, "/etc/homelab/adguard/AdGuardHome.yaml");

interface Settings {
  readonly users: readonly { readonly password: string }[];
  readonly dns: Readonly<Record<string, unknown>>;
  readonly clients: {
    readonly persistent: readonly { readonly name: string; readonly upstreams: readonly string[] }[];
  };
}
const settings = parse(text) as Settings;

const routed = {
  uplink: { mode: "routed", transit: "transit" },
  networks: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/30", routedBy: "router" } },
};

const device = "192.168.1.77";
const recordsOf = (of: Homelab) =>
  views(of)(dns).records.map((record) => ({ ...record, name: record.name.replace("*", "any") }));

describe("behind a host that masquerades", () => {
  const ask = resolverOf(bundle);

  test("each name resolves for the client's side: guests and VPN peers are inside, the household is outside", () => {
    const records = recordsOf(lab);
    expect(records.map(({ name }) => ask("10.0.40.10", name))).toEqual(records.map(({ address }) => address));
    expect(records.map(({ name }) => ask("10.0.30.12", name))).toEqual(records.map(({ address }) => address));
    expect(records.map(({ name }) => ask(device, name))).toEqual(records.map(({ outside }) => outside));
  });

  test("simultaneous equal queries do not share an answer, which would be wrong for one of the clients", () => {
    expect(settings.dns["pending_requests"]).toEqual({ enabled: false });
  });

  test("every client in a network of the host is inside, declared or not; all others are outside", () => {
    expect(["10.0.30.99", "10.0.40.99"].map((client) => ask(client, "grafana.homelab.local"))).toEqual(
      Array(2).fill("10.0.30.10"),
    );
    // Operators may come from elsewhere.
    expect(ask("172.30.0.1", "grafana.homelab.local")).toBe("192.168.1.2");
  });

  test("a guest in the household's network gets the answers of the household", () => {
    expect(ask("192.168.1.10", "grafana.homelab.local")).toBe("192.168.1.2");
  });

  test.each(["10.0.40.10", device])(
    "for %s a name that the house does not have does not exist, and no other server is asked",
    (client) => {
      const asked = ["nope.homelab.local", "a.b.homelab.local", "printer.local", "router.lan", "printer"];
      expect(asked.map((name) => ask(client, name))).toEqual(asked.map(() => "NXDOMAIN"));
      expect(ask(client, "homelab.local")).toBe("nothing of this type");
      expect(ask(client, "example.org")).toBe("upstream");
      expect(ask(client, "homelab.local.example.org")).toBe("upstream");
    },
  );

  test("a reverse lookup names our own machines, and none of another private address goes outside", () => {
    expect(ask(device, "10.30.0.10.in-addr.arpa")).toBe("traefik.host.homelab.local.");
    expect(ask("10.0.40.10", "1.20.0.10.in-addr.arpa")).toBe("pve.host.homelab.local.");
    expect(["99.30.0.10", "9.9.31.172", "7.1.168.192"].map((name) => ask(device, `${name}.in-addr.arpa`))).toEqual(
      Array(3).fill("NXDOMAIN"),
    );
  });
});

test("with a routed uplink everybody gets the same answers, from one server and one cache", () => {
  const other = assembled(routed).lab;
  const ask = resolverOf(bundleFor("adguard", other));
  const records = recordsOf(other);
  expect(records.map(({ name }) => ask(device, name))).toEqual(records.map(({ address }) => address));
  const { clients } = parse(fileText(bundleFor("adguard", other), "/etc/homelab/adguard/AdGuardHome.yaml")) as Settings;
  expect(clients.persistent.filter(({ upstreams }) => upstreams.length > 0)).toEqual([]);
  expect(clients.persistent.map(({ name }) => name)).toContain("postgres");
});

describe("the settings", () => {
  test("contain no key that AdGuard Home does not know, and a misspelt one is found", () => {
    expect(unknownIn(settings, known)).toEqual([]);
    expect(unknownIn(parse(text.replace("refuse_any", "refuse_all")), known)).toEqual([
      "Nobody knows the file.dns.refuse_all.",
    ]);
  });

  test("answer only the homelab's networks and operators, and trust only the proxy about a client's address", () => {
    expect(settings.dns["allowed_clients"]).toEqual([...lab.networks.values()].map(({ cidr }) => cidr));
    expect(settings.dns["trusted_proxies"]).toEqual(["10.0.30.10/32"]);
    expect(settings.dns["refuse_any"]).toBe(true);
    const operators = ["192.168.1.0/24", "172.30.0.5"];
    const other = bundleFor("adguard", assembled({ operators, guests: { traefik: { enabled: false } } }).lab);
    const { dns: ofOther } = parse(fileText(other, "/etc/homelab/adguard/AdGuardHome.yaml")) as Settings;
    expect(ofOther["trusted_proxies"]).toEqual([]);
    expect((ofOther["allowed_clients"] as string[]).filter((client) => client.startsWith("172."))).toEqual([
      "172.30.0.5",
    ]);
  });

  test("contain only a hash of the administrator's password, and the exporter has it in a file for root", () => {
    expect(settings.users).toEqual([{ name: "admin", password: "<bcrypt of adguard/password>" }]);
    const environment = bundle.files.find(({ path }) => path === "/etc/homelab/adguard-exporter/environment");
    expect(environment?.mode).toBe("0600");
    expect(fileText(bundle, environment?.path ?? "")).toContain("ADGUARD_SERVERS=http://10.0.30.11:3000\n");
  });

  test("query two outside servers over encryption, and two others when these do not answer", () => {
    const strangers = (key: string) => (settings.dns[key] as string[]).filter((line) => !line.startsWith("[/"));
    for (const key of ["upstream_dns", "fallback_dns"]) {
      expect(strangers(key)).toHaveLength(2);
      expect(strangers(key).filter((line) => !/^(https|tls):\/\//.test(line))).toEqual([]);
    }
  });
});

test("the daemon may bind ports below 1024 and has no other right of root", () => {
  const unit = fileText(bundle, "/etc/systemd/system/adguardhome.service");
  expect(linesOf(unit, /^(AmbientCapabilities|CapabilityBoundingSet|ProtectSystem|Environment|Memory)/)).toEqual([
    "Environment=GOMEMLIMIT=256MiB",
    "MemoryHigh=332M",
    "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
    "ProtectSystem=strict",
    "MemoryDenyWriteExecute=yes",
  ]);
});
