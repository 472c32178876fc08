import { parse } from "yaml";
import { vpnPolicies } from "../../../homelab/derive";
import { views } from "../../../homelab/model";
import { assembled } from "../../support/assembled";
import { bundleFor, fileText, linesOf, withShop } from "../../support/bundles";

interface Policy {
  readonly name: string;
  readonly rules: readonly [
    {
      readonly sources: readonly string[];
      readonly destinationResource: string;
      readonly protocol: string;
      readonly ports?: readonly string[];
      readonly bidirectional: boolean;
    },
  ];
}

interface Wanted {
  readonly signOn?: object;
  readonly people: readonly string[];
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly account: { readonly settings: object };
  readonly groups: readonly { readonly name: string }[];
  readonly resources: readonly { readonly name: string; readonly address: string }[];
  readonly policies: readonly Policy[];
  readonly nameservers: readonly object[];
  readonly router: object;
}

const bundle = bundleFor("netbird");
const wantedOf = (of = bundle): Wanted => JSON.parse(fileText(of, "/etc/homelab/netbird/wanted.json")) as Wanted;
const wanted = wantedOf();

describe("the server", () => {
  const { server } = parse(fileText(bundle, "/etc/homelab/netbird/config.yaml")) as {
    readonly server: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };

  test("keeps everything in PostgreSQL, whose certificate it verifies", () => {
    for (const key of ["store", "activityStore", "authStore"]) {
      expect(server[key]).toMatchObject({
        engine: "postgres",
        dsn: "host=10.0.20.10 port=5432 user=netbird password=<plain of postgres/netbird> dbname=netbird sslmode=verify-full sslrootcert=/usr/local/share/ca-certificates/homelab.crt",
      });
    }
    // The server's sign-on ignores the last keyword, and reads this.
    expect(fileText(bundle, "/etc/homelab/netbird-server/environment")).toContain(
      "PGSSLROOTCERT=/usr/local/share/ca-certificates/homelab.crt\n",
    );
  });

  test("trusts only the proxy about a caller's address, and encrypts with keys of the right length", () => {
    expect(server["reverseProxy"]).toEqual({ trustedHTTPProxies: ["10.0.30.10/32"] });
    expect(server["store"]?.["encryptionKey"]).toBe("<plain of netbird/store-key>=");
    const { secrets = {} } = withShop.instances.find(({ service }) => service.name === "netbird")?.service ?? {};
    // base64 of 32 bytes without its `=`, and 32 bytes as they are.
    expect([secrets["store"]?.length, secrets["session"]?.length]).toEqual([43, 32]);
  });

  test("shares the guest's network with the dashboard, which has another port", () => {
    const site = fileText(bundle, "/etc/homelab/netbird/dashboard.conf");
    expect(linesOf(site, /^ *listen/)).toEqual(["    listen 10.0.30.12:8080 default_server;"]);
    expect(fileText(bundle, "/etc/containers/systemd/netbird-dashboard.container")).toContain(
      "Volume=/etc/homelab/netbird/dashboard.conf:/etc/nginx/http.d/default.conf:ro\n",
    );
  });
});

describe("the desired state of Netbird", () => {
  test("has every policy of the view, in one direction, from a group of people to one machine", () => {
    const lines = wanted.policies.map(({ rules: [rule] }) =>
      [...rule.sources, rule.destinationResource, rule.protocol, rule.ports?.join(",") ?? ""].join(" "),
    );
    const expected = views(withShop)(vpnPolicies).map(({ group, to, protocol, ports }) =>
      [group, `homelab ${to.name}`, protocol, ports.join(",")].join(" "),
    );
    expect(lines).toEqual(expected);
    expect(lines).toContain("household homelab nas tcp 445");
    expect(wanted.policies.some(({ rules: [rule] }) => rule.bidirectional)).toBe(false);
  });

  test("has no name twice, and each with our prefix", () => {
    for (const things of [wanted.policies, wanted.resources, wanted.groups]) {
      const names = things.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !name.startsWith("homelab "))).toEqual([]);
    }
  });

  test("has the address of each destination, and no database", () => {
    expect(wanted.resources).toContainEqual(expect.objectContaining({ name: "homelab nas", address: "10.0.40.5/32" }));
    expect(wanted.resources.filter(({ address }) => address.startsWith("10.0.20."))).toEqual([]);
  });

  test("leaves groups of people to the sign-on: Netbird adds nobody to groups that the script creates", () => {
    expect(wanted.account.settings).toMatchObject({ jwt_groups_enabled: true, jwt_groups_claim_name: "groups" });
    expect(wanted.people).toEqual(["admins", "household"]);
    expect(wanted.groups.map(({ name }) => name)).toEqual(["homelab routing peer"]);
    expect(wanted.signOn).toEqual({
      name: "Authentik",
      type: "oidc",
      issuer: "https://auth.homelab.local/application/o/netbird/",
      client_id: "netbird",
    });
  });

  test("lists who may connect, by mail address in lower case: everybody else is blocked", () => {
    const person = { name: "Somebody", email: "Some.Body@Example.org", groups: ["admins"] };
    const { lab } = assembled({ people: { somebody: person }, owner: "somebody" });
    expect(wantedOf(bundleFor("netbird", lab)).members).toEqual({ "some.body@example.org": ["admins"] });
  });

  test("makes everybody in a group ask the homelab's resolver for its names", () => {
    expect(wanted.nameservers).toEqual([
      expect.objectContaining({
        nameservers: [{ ip: "10.0.30.11", ns_type: "udp", port: 53 }],
        domains: ["homelab.local"],
        primary: false,
        groups: ["admins", "household"],
      }),
    ]);
  });

  test("leaves out what does not exist: resolver, proxy, sign-on", () => {
    const off = { enabled: false };
    const { lab } = assembled({ guests: { adguard: off, traefik: off, authentik: off } });
    expect(wantedOf(bundleFor("netbird", lab))).toMatchObject({ nameservers: [], people: ["admins", "household"] });
    expect(wantedOf(bundleFor("netbird", lab)).signOn).toBeUndefined();
  });
});

describe("the routing peer", () => {
  const script = fileText(bundle, "/usr/local/sbin/homelab-netbird-peer");

  test("leaves DNS, routes and logins of its guest alone, and passes no key as an argument", () => {
    for (const option of ["--disable-dns", "--disable-client-routes", "--allow-server-ssh=false"]) {
      expect(script).toContain(option);
    }
    expect(script).toContain('--setup-key-file "$key"');
    expect(script).not.toMatch(/--setup-key /);
  });

  test("finds the server by its public name, through the proxy, without any resolver", () => {
    expect(script).toContain("--management-url=https://netbird.homelab.local");
    expect(linesOf(fileText(bundle, "/etc/hosts"), /homelab\.local$/)).toEqual(
      expect.arrayContaining(["10.0.30.10 netbird.homelab.local", "10.0.30.10 auth.homelab.local"]),
    );
  });

  test("makes no push wait until it has joined: server and proxy may come later", () => {
    expect(bundle.health.map(({ command }) => command.join(" "))).toContain("netbird status --check live");
    expect(fileText(bundle, "/etc/systemd/system/homelab-netbird-peer.service")).not.toContain("Type=oneshot");
  });
});
