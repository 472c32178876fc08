import { routerTodo } from "../../../homelab/derive";
import { service, tcp, views, type Service } from "../../../homelab/model";
import { guests } from "../../../homelab/catalog/guests";
import { assembled } from "../../support/assembled";
import { unwatched } from "../../support/unwatched";

type Keys = Readonly<Record<string, unknown>>;

/** The to-do list of a homelab: lines and reason of each task, found by the beginning of its title. */
function todo(keys: Keys = {}, services: readonly Service[] = []) {
  const { lab, problems } = assembled(keys, services);
  expect(problems).toEqual([]);
  const tasks = views(lab)(routerTodo);
  const find = (title: string) => tasks.find((task) => task.title.startsWith(title));
  return {
    titles: tasks.map(({ title }) => title),
    lines: (title: string) => find(title)?.lines ?? [],
    why: (title: string) => find(title)?.why ?? "",
  };
}

const routed = {
  uplink: { mode: "routed", transit: "transit" },
  networks: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/29", routedBy: "router" } },
};

const external = {
  uplink: { mode: "external" },
  networks: Object.fromEntries(
    ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
  ),
};

const ownDomain = { domain: "home.example.org" };
const iot = { networks: { iot: { enabled: true } } };

describe("behind a host that masquerades (nat)", () => {
  test("the router hands out the host's address as DNS server, with a warning about a second one", () => {
    const { lines, why } = todo();
    expect(lines("DNS server")[0]).toBe("first and only: 192.168.1.2 (pve, which forwards the port to adguard)");
    expect(why("DNS server")).toContain("does not filter and cannot resolve the names of the homelab");
  });

  test("it also hands out the user's second DNS server, whose zone files have the answers for the household", () => {
    const { lines, why } = todo({ dns: { second: "192.168.1.3" } });
    expect(lines("DNS server").slice(0, 2)).toEqual([
      "first: 192.168.1.2 (pve, which forwards the port to adguard)",
      "second: 192.168.1.3, with dns/lan.zone and the reverse zones beside it loaded",
    ]);
    expect(why("DNS server")).toContain("192.168.1.3 must resolve the names below homelab.local as well");
    expect(lines("Addresses")[0]).toContain("192.168.1.3 (second DNS server)");
    expect(todo({ dns: { second: "192.168.1.1" } }).lines("Addresses")[0]).not.toContain("192.168.1.1 ");
  });

  test("DHCP must not hand out the addresses of the host and of a guest on the same network", () => {
    expect(todo().lines("Addresses")).toEqual(["lan: 192.168.1.2 (pve), 192.168.1.10 (homeassistant)"]);
  });

  test("the router needs no routes, no networks and no rules", () => {
    expect(todo().titles).toEqual([
      "Addresses that DHCP must not hand out",
      "DNS server that DHCP hands out in lan",
      "Port forwards from the internet",
    ]);
  });

  test("with a private domain, a task says that VPN peers away from home cannot connect", () => {
    const { lines, why } = todo();
    expect(lines("Port forwards")).toEqual(["udp 3478 to 192.168.1.2 (pve, for netbird): netbird.stun"]);
    expect(why("Port forwards")).toContain("homelab.local is a private domain");
  });

  test("a public domain adds port 443 and the public records of the names that peers call", () => {
    const { lines, why } = todo(ownDomain);
    expect(lines("Port forwards")).toEqual([
      "tcp 443 to 192.168.1.2 (pve, for traefik): public auth, public netbird",
      "udp 3478 to 192.168.1.2 (pve, for netbird): netbird.stun",
    ]);
    expect(why("Port forwards")).not.toContain("private domain");
    expect(lines("Public names")).toEqual([
      "netbird.home.example.org: A record with the public address of the house",
      "auth.home.example.org: A record with the public address of the house",
    ]);
  });

  test("without anything for the internet, nothing is forwarded", () => {
    expect(todo({ guests: { netbird: { enabled: false } } }).lines("Port forwards")).toEqual(["none"]);
  });
});

describe("with static routes (routed)", () => {
  test("each network of the host has a route through the host's address in the transit", () => {
    expect(todo(routed).lines("Static routes")).toEqual([
      "10.0.10.0/24 (management) via 10.0.99.2 (pve)",
      "10.0.20.0/24 (database) via 10.0.99.2 (pve)",
      "10.0.30.0/24 (infrastructure) via 10.0.99.2 (pve)",
      "10.0.40.0/24 (apps) via 10.0.99.2 (pve)",
    ]);
  });

  test("the router translates all but the isolated network and the transit", () => {
    const [translate = "", refuse = ""] = todo(routed).lines("Internet access");
    expect(translate).toBe(
      "translate (NAT, masquerade) 10.0.10.0/24 (management), 10.0.30.0/24 (infrastructure), 10.0.40.0/24 (apps)",
    );
    expect(refuse).toContain("refuse 10.0.20.0/24 (database)");
  });

  test("DNS and port forwards lead straight to the guests", () => {
    const { lines } = todo({ ...routed, ...ownDomain });
    expect(lines("DNS server")[0]).toBe("first and only: 10.0.30.11 (adguard)");
    expect(lines("Port forwards")[0]).toBe("tcp 443 to 10.0.30.10 (traefik): public auth, public netbird");
  });

  test("the router lets the household reach what its flows permit, and no database", () => {
    const rules = todo(routed).lines("Rules");
    expect(rules).toContain("allow 192.168.1.0/24 (household) to 10.0.30.11 (adguard): tcp 53, 853; udp 53, 853");
    expect(rules.filter((rule) => rule.includes("10.0.20.")).every((rule) => rule.endsWith(": ping"))).toBe(true);
  });

  test("the router needs no rule for what the host itself routes", () => {
    expect(todo(routed).lines("Rules").join("\n")).not.toContain("5432");
  });
});

describe("with a router that owns every gateway (external)", () => {
  test("the router gets the networks with their tags, and keeps the addresses of all guests out of DHCP", () => {
    const { lines, titles } = todo(external);
    expect(lines("Networks")[1]).toBe(
      "database: VLAN 20 on the port that leads to vmbr0 of the hosts, with the address 10.0.20.1/24",
    );
    expect(lines("Addresses").join("\n")).toContain("10.0.20.10 (postgres)");
    expect(titles).not.toContain("Static routes");
  });

  test("the router allows each flow between two networks, and refuses the rest", () => {
    const rules = todo(external).lines("Rules");
    expect(rules).toContain(
      "allow 10.0.30.12 (netbird), 10.0.30.13 (authentik), 10.0.40.10 (docker) to 10.0.20.10 (postgres): tcp 5432",
    );
    expect(rules.at(-1)).toMatch(/^refuse everything else .*10\.0\.20\.0\/24 \(database\)/);
  });

  test("traffic within one network does not pass through it", () => {
    expect(todo(external).lines("Rules").join("\n")).not.toContain("(traefik) to 10.0.30.13 (authentik)");
  });
});

test("an IoT network is separate from the house, except for access to Home Assistant and for NTP", () => {
  const { lines } = todo(iot);
  expect(lines("Networks")).toEqual([
    "iot: VLAN 50 on the port that leads to vmbr0 of the hosts, with the address 10.0.50.1/24",
    "no IPv6 in any of them: no router advertisements, no DHCPv6",
  ]);
  expect(lines("Rules")).toEqual([
    "allow 192.168.1.2 (traefik and docker and netbird), 192.168.1.0/24 (household) to 10.0.50.10 (homeassistant): tcp 8123",
    "allow 10.0.50.10 (homeassistant) to 192.168.1.2 (pve): udp 123",
    "refuse everything else between the networks of the house and 10.0.50.0/24 (iot)",
  ]);
});

test("the router must let an operator in another network through to the host, from where SSH leads on", () => {
  const { lines } = todo({ operators: ["172.16.0.5"] });
  expect(lines("Rules")).toEqual([
    "allow 172.16.0.5 (operators and household) to 192.168.1.2 (pve and traefik and adguard and netbird and nas and docker): tcp 22, 53, 80, 443, 445, 853, 8006, 32400; udp 53, 443, 853, 3478",
    "allow 172.16.0.5 (household) to 192.168.1.10 (homeassistant): tcp 8123",
    "allow 172.16.0.5 (operators and household) to 192.168.1.2 (pve): ping",
  ]);
});

test("a user's service with the zone internet gets its port forward", () => {
  const game = service({
    name: "game",
    title: "Game",
    description: "A game server.",
    on: guests.coolify,
    ports: { play: tcp(25565, { zones: ["internet"] }) },
    operations: unwatched,
  });
  expect(todo({}, [game]).lines("Port forwards")).toContain("tcp 25565 to 192.168.1.2 (pve, for coolify): game.play");
});
