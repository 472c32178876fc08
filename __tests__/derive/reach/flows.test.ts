import { endName, flows, flowRules, forwardedPorts, routes } from "../../../homelab/derive";
import { service, tcp, udp, views, type Homelab } from "../../../homelab/model";
import { catalogOf } from "../../../homelab/catalog";
import { guests } from "../../../homelab/catalog/guests";
import { assemble } from "../../../homelab/model";
import { assembled, minimalSite, userOf } from "../../support/assembled";
import { postgres } from "../../../homelab/contracts";
import { minimalHomelab } from "../../support/stacks";
import { unwatched } from "../../support/unwatched";

const lab = minimalHomelab();

const told = (homelab: Homelab) =>
  views(homelab)(flows).map(({ from, to, protocol, port = "-", reason, declared }) => {
    const source = "instance" in from ? from.instance.id : from.zone;
    return `${source} -> ${to.name} ${protocol} ${port} (${reason}, ${declared})`;
  });

describe("a flow", () => {
  test.each([
    ["a Use, from its instance", "n8n -> postgres tcp 5432 (n8n.db, n8n.uses.db)"],
    ["an agent on each guest", "alloy@redis -> grafana tcp 9090 (alloy.metrics, alloy.uses.metrics)"],
    ["a web name, from the proxy", "traefik -> grafana tcp 3000 (web grafana, grafana.web.grafana)"],
    ["signing on, by the public name", "grafana -> traefik tcp 443 (sign-on grafana, grafana.web.grafana)"],
    ["a monitor", "uptime-kuma -> redis tcp 6379 (watched redis, redis.operations.uptime)"],
    ["a zone", "household -> docker tcp 32400 (plex.http, plex.ports.http)"],
    ["a Use inside one guest", "radarr -> docker tcp 9696 (radarr.indexers, radarr.uses.indexers)"],
    ["a ping from operators", "operators -> loki icmp - (ping, homelab/derive/reach/flows.ts)"],
    ["a bot's action", "n8n -> grafana tcp 9093 (n8n.alerts, n8n.uses.alerts)"],
    ["a job's database", "github-runner -> mongodb tcp 27017 (github-runner.mongodb, github-runner.uses.mongodb)"],
  ])("is told for %s", (_, flow) => {
    expect(told(lab)).toContain(flow);
  });

  test("of a web app names its key in homelab.yaml", () => {
    const { lab: withShop } = assembled({ webApps: { shop: { databases: ["postgres"] } } });
    expect(told(withShop)).toContain(
      "webapp-shop -> postgres tcp 5432 (webapp-shop.postgres, webApps.shop webapp-shop.uses.postgres)",
    );
  });

  test("disappears with its Use, and no other does", () => {
    const mine = assembled({}, [userOf(guests.loki, { db: postgres.database("mine") })]).lab;
    const without = assembled({}, [userOf(guests.loki, {})]).lab;
    const lost = told(mine).filter((flow) => !told(without).includes(flow));
    expect(lost).toEqual(["mine -> postgres tcp 5432 (mine.db, mine.uses.db)"]);
    expect(told(without).filter((flow) => !told(mine).includes(flow))).toEqual([]);
  });
});

describe("a flow rule", () => {
  const lines = (homelab: Homelab) =>
    views(homelab)(flowRules).map(({ from, to, protocol, port, reasons }) =>
      [endName(from), "->", to.name, protocol, port, `# ${reasons.join(", ")}`].join(" "),
    );

  test("has all reasons of the same ends and port", () => {
    expect(lines(lab)).toContain("docker -> postgres tcp 5432 # github-runner.postgres, n8n.db, watched postgres");
  });

  test("does not repeat for one guest what all guests may open", () => {
    expect(lines(lab)).toContain("guests -> traefik tcp 443 # traefik.websecure");
    expect(lines(lab).filter((line) => line.startsWith("grafana -> traefik tcp 443"))).toEqual([]);
  });

  test("does not exist inside one guest", () => {
    expect(lines(lab).filter((line) => line.startsWith("docker -> docker"))).toEqual([]);
  });
});

describe("forwarded ports", () => {
  const ports = (homelab: Homelab) =>
    views(homelab)(forwardedPorts).map(
      ({ node, protocol, port, to, from }) =>
        `${node.name} ${protocol} ${port} -> ${to.name} for ${from.map(endName).join(", ")}`,
    );

  test("are what the household and the internet may reach, and never a database, a console or SSH", () => {
    expect(ports(lab)).toMatchInlineSnapshot(`
      [
        "pve tcp 80 -> traefik for household",
        "pve tcp 443 -> traefik for household",
        "pve udp 443 -> traefik for household",
        "pve tcp 53 -> adguard for household",
        "pve udp 53 -> adguard for household",
        "pve tcp 853 -> adguard for household",
        "pve udp 853 -> adguard for household",
        "pve udp 3478 -> netbird for internet, household",
        "pve tcp 445 -> nas for household",
        "pve tcp 32400 -> docker for household",
      ]
    `);
  });

  test("include what a guest on the LAN uses behind the host, for that guest alone", () => {
    const moved = minimalHomelab(
      "guests: { nas: { network: lan, address: 192.168.1.5 }, loki: { network: lan, address: 192.168.1.6 } }\n",
    );
    expect(ports(moved)).toContain("pve tcp 9000 -> minio for loki");
    expect(ports(moved)).toContain("pve tcp 53 -> adguard for household, loki, nas");
    expect(ports(moved).join("\n")).not.toContain("-> nas");
  });

  test.each(["external", "routed"])("do not exist with uplink %s: the guests themselves are reachable", (mode) => {
    const networks = {
      external: Object.fromEntries(
        ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
      ),
      routed: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/30", routedBy: "router" } },
    }[mode];
    const uplink = { mode, ...(mode === "routed" && { transit: "transit" }) };
    const { lab: other, problems } = assembled({ uplink, networks });
    expect(problems).toEqual([]);
    expect(ports(other)).toEqual([]);
  });
});

test("a guest on the LAN reaches a service behind the host at the host's address, and keeps its own", () => {
  const site = minimalSite({ guests: { loki: { network: "lan", address: "192.168.1.6" } } });
  const { lab: moved } = assemble(site, catalogOf(site));
  const store = moved.connections.find(({ consumer, key }) => consumer.service.name === "loki" && key === "store");
  expect(store?.at.address).toBe("192.168.1.2");
  const push = moved.connections.find(({ consumer, key }) => consumer.id === "alloy@redis" && key === "logs");
  expect(push?.at.address).toBe("192.168.1.6");
});

describe("a public web name", () => {
  const opened = (domain: string) => {
    const { lab: open } = assembled({ domain });
    const internet = views(open)(flowRules).filter(({ from }) => endName(from) === "internet");
    return internet.map(({ to, protocol, port }) => `${to.name} ${protocol} ${port}`);
  };

  test("opens the proxy to the internet if the domain is public", () => {
    expect(opened("home.example.org")).toEqual(["traefik tcp 443", "netbird udp 3478"]);
    expect(opened("homelab.local")).toEqual(["netbird udp 3478"]);
  });

  test("has the exposure internet; every other name has the exposure house", () => {
    const { lab: open } = assembled({ domain: "home.example.org" });
    const names = views(open)(routes).filter(({ exposure: where }) => where === "internet");
    expect(names.map(({ name }) => name)).toEqual(["netbird_signalexchange-signalexchange", "netbird_relay", "auth"]);
  });
});

test("a UDP port can have a zone as well", () => {
  const game = service({
    name: "game",
    title: "Game",
    description: "A game server.",
    on: guests.loki,
    ports: { game: udp(27015, { zones: ["internet"] }), admin: tcp(27020) },
    operations: unwatched,
  });
  const { lab: open } = assembled({}, [game]);
  const own = views(open)(forwardedPorts).filter(({ to }) => to.name === "loki");
  expect(own.map(({ protocol, port }) => `${protocol} ${port}`)).toEqual(["udp 27015"]);
});
