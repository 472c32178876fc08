import { service, tcp, views, type Service } from "../../homelab/model";
import { guests } from "../../homelab/catalog/guests";
import { addressPlan } from "../../scripts/docs/address-plan";
import { flowsPage } from "../../scripts/docs/flows";
import { routerPage } from "../../scripts/docs/router";
import { routesPage } from "../../scripts/docs/routes";
import { connections } from "../../scripts/docs/tables";
import { assembled } from "../support/assembled";
import { unwatched } from "../support/unwatched";

type Keys = Readonly<Record<string, unknown>>;

const external = {
  uplink: { mode: "external" },
  networks: Object.fromEntries(
    ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
  ),
};

function pages(keys: Keys = {}, services: readonly Service[] = []) {
  const { lab, problems } = assembled(keys, services);
  expect(problems).toEqual([]);
  const get = views(lab);
  return {
    flows: flowsPage(lab, get),
    routes: routesPage(lab, get),
    router: routerPage(lab, get),
    plan: addressPlan(lab, get),
    connections: connections(lab, get),
  };
}

/** A part of a page, from its heading to the next one of the same or a higher level. */
function part(page: string, heading: string): string {
  const rank = /^#+/.exec(heading)?.[0].length ?? 0;
  const [, after = ""] = page.split(`\n${heading}`);
  return after.split(new RegExp(`^#{1,${rank}} `, "m"))[0] ?? "";
}

const shipped = pages();

test("a web app reads the URL of each of its databases, with its user and without the password", () => {
  const page = pages({ webApps: { shop: { databases: ["postgres", "mongodb"], redis: ["sessions"] } } }).connections;
  const ca = "/usr/local/share/ca-certificates/homelab.crt";
  for (const url of [
    `postgresql://webapp_shop@10.0.20.10:5432/webapp_shop?sslmode=verify-full&sslrootcert=${ca}`,
    `mongodb://webapp_shop@10.0.20.11:27017/webapp_shop?tls=true&tlsCAFile=${encodeURIComponent(ca)}`,
    "redis://webapp-shop@10.0.20.12:6379/2",
  ])
    expect(page).toContain(`| \`${url}\` | \`op://homelab/`);
});

describe("flows", () => {
  test("the overview shows what passes between two networks", () => {
    const row = part(shipped.flows, "## Between networks")
      .split("\n")
      .find((line) => line.startsWith("| **household"));
    expect(row).toContain("Traefik 80, 443<br>AdGuard Home 53, 853");
  });

  test("flows of the agents on all guests share one row", () => {
    const rows = part(shipped.flows, "### LXC 10: Loki").split("\n");
    expect(rows.filter((row) => row.includes("alloy.uses.logs"))).toHaveLength(1);
    expect(rows.join("\n")).toContain("every guest with Grafana Alloy");
  });

  test("sources with the same permission share a row, as do several ports of a service", () => {
    expect(part(shipped.flows, "### LXC 2: AdGuard")).toContain(
      "| AdGuard Home | tcp 53, 853; udp 53, 853 | household (and VPN peers), every managed guest | offered to them |",
    );
  });

  test("only a host that masquerades publishes ports", () => {
    expect(part(shipped.flows, "## Published ports")).toContain(
      "| `192.168.1.2 tcp 32400` | `10.0.40.10 (docker)` | household (and VPN peers) | plex.http |",
    );
    expect(pages(external).flows).not.toContain("## Published ports");
  });

  test("groups of people with the same access by VPN share a row, and administrators read how to get more", () => {
    const vpn = part(shipped.flows, "## VPN peers");
    expect(vpn).toContain("| admins, household | traefik | `10.0.30.10` | tcp 80, 443 |");
    expect(vpn).toContain("add `10.0.30.12` there");
    const managing = pages({ operators: ["192.168.1.0/24", "10.0.30.12"] }).flows;
    expect(part(managing, "## VPN peers")).toContain("| admins | pve | `10.0.30.1` | tcp 22, 8006 |");
    expect(part(managing, "## VPN peers")).not.toContain("add `10.0.30.12`");
  });

  test("a flow of a local service names its file, and a vertical bar in it does not break the table", () => {
    const mine = service({
      name: "mine",
      title: "Mine | yours",
      description: "An example.",
      on: guests.coolify,
      ports: { http: tcp(9999, { zones: ["household"] }) },
      source: { file: "local/mine.ts", position: { line: 7, column: 1 } },
      operations: unwatched,
    });
    expect(part(pages({}, [mine]).flows, "### VM 4: Coolify")).toContain(
      "| Mine \\| yours | tcp 9999 | household (and VPN peers) | offered to them | `local/mine.ts:7 mine.ports.http` |",
    );
  });
});

describe("web names", () => {
  test("show who may use them, which paths need no sign-on, and why one has its own accounts", () => {
    const entrances = part(shipped.routes, "## Who may use them");
    expect(entrances).toContain(
      "| <https://grafana.homelab.local> | Grafana | Authentik (OpenID Connect) |  | admins | house |",
    );
    expect(entrances).toContain("| own accounts: its players support only Plex accounts |  | household | house |");
    expect(entrances).toMatch(/n8n\.homelab\.local> \| n8n \| Authentik \(forward auth\) \| .*`\/webhook/);
  });

  test("show the port of the guest, and its health check", () => {
    expect(part(shipped.routes, "## Where they lead")).toContain(
      "| `plex` | `plex.homelab.local` | `http://10.0.40.10:32400` | plex on docker | secure | `/identity` |",
    );
  });

  test("are exposed to the internet only with a public domain", () => {
    expect(shipped.routes).not.toContain("| internet |");
    expect(shipped.routes).toContain("`homelab.local` is a private domain");
    expect(pages({ domain: "home.example.org" }).routes).toContain("| internet |");
  });
});

describe("the router's to-do", () => {
  test("is a list of boxes to tick, for the mode of homelab.yaml", () => {
    expect(shipped.router).toContain("`uplink.mode: nat`");
    expect(shipped.router).toContain("- [ ] first and only: 192.168.1.2 (pve, which forwards the port to adguard)");
    expect(shipped.router).toContain("**`nat`** (here)");
    expect(pages(external).router).toContain("- [ ] first and only: 10.0.30.11 (adguard)");
  });
});

describe("the address plan", () => {
  test("has the name of each gateway, and the answer for the LAN where it differs", () => {
    expect(shipped.plan).toContain("| `10.0.20.1` (host pve) | `pve.host.homelab.local` |");
    expect(shipped.plan).toContain("| apps | `10.0.40.10` | `192.168.1.2` | `docker.host.homelab.local` |");
  });

  test("omits the answer for a guest that the LAN cannot reach", () => {
    expect(shipped.plan).toContain("| database | `10.0.20.10` |  | `postgres.host.homelab.local` |");
  });

  test("has no such column when all clients get the same answers", () => {
    expect(pages(external).plan).not.toContain("On the LAN");
  });
});
