import { routerTodo } from "../../../homelab/derive";
import { service, tcp, views, type Service } from "../../../homelab/model";
import { guests } from "../../../homelab/catalog/guests";
import { assembled } from "../../support/assembled";
import { unwatched } from "../../support/unwatched";

type Keys = Readonly<Record<string, unknown>>;

/** The to-do of a homelab: lines of each task by the beginning of its title, and why. */
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
  test("the router hands out the host's address as DNS server and is warned of a second one", () => {
    const { lines, why } = todo();
    expect(lines("DNS server")[0]).toBe("first and only: 192.168.1.2 (pve, which hands the port on to adguard)");
    expect(why("DNS server")).toContain("neither filters nor knows a name of the homelab");
  });

  test("a second DNS server of one's own is handed out as well, with the names as the household is answered", () => {
    const { lines, why } = todo({ dns: { second: "192.168.1.3" } });
    expect(lines("DNS server").slice(0, 2)).toEqual([
      "first: 192.168.1.2 (pve, which hands the port on to adguard)",
      "second: 192.168.1.3, with dns/lan.zone and the reverse zones beside it loaded",
    ]);
    expect(why("DNS server")).toContain("192.168.1.3 has to know the names below homelab.local as well");
    expect(lines("Addresses")[0]).toContain("192.168.1.3 (second DNS server)");
    expect(todo({ dns: { second: "192.168.1.1" } }).lines("Addresses")[0]).not.toContain("192.168.1.1 ");
  });

  test("DHCP leaves the host's address alone, and that of a guest on the same network", () => {
    expect(todo().lines("Addresses")).toEqual(["lan: 192.168.1.2 (pve), 192.168.1.10 (homeassistant)"]);
  });

  test("it needs no routes, no networks and no rules", () => {
    expect(todo().titles).toEqual([
      "Addresses that DHCP leaves alone",
      "DNS server that DHCP hands out in lan",
      "Port forwards from the internet",
    ]);
  });

  test("with a private domain it says that VPN peers on the road cannot use the port", () => {
    const { lines, why } = todo();
    expect(lines("Port forwards")).toEqual(["udp 3478 to 192.168.1.2 (pve, for netbird): netbird.stun"]);
    expect(why("Port forwards")).toContain("homelab.local is a private domain");
  });

  test("with a domain of one's own, 443 and the public records of the names that peers call are added", () => {
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
  test("each network of the host has a route by way of the host's address in the transit", () => {
    expect(todo(routed).lines("Static routes")).toEqual([
      "10.0.10.0/24 (management) via 10.0.99.2 (pve)",
      "10.0.20.0/24 (database) via 10.0.99.2 (pve)",
      "10.0.30.0/24 (infrastructure) via 10.0.99.2 (pve)",
      "10.0.40.0/24 (apps) via 10.0.99.2 (pve)",
    ]);
  });

  test("the router translates all but the isolated network and the transit", () => {
    const [translate = "", refuse = ""] = todo(routed).lines("Way to the internet");
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

  test("the household may open what it may, and the databases not at all", () => {
    const rules = todo(routed).lines("Rules");
    expect(rules).toContain("allow 192.168.1.0/24 (household) to 10.0.30.11 (adguard): tcp 53, 853; udp 53, 853");
    expect(rules.filter((rule) => rule.includes("10.0.20.")).every((rule) => rule.endsWith(": ping"))).toBe(true);
  });

  test("what the host routes itself is no rule of the router", () => {
    expect(todo(routed).lines("Rules").join("\n")).not.toContain("5432");
  });
});

describe("with a router that owns every gateway (external)", () => {
  test("it has the networks with their tags, and the addresses of all guests outside its DHCP pools", () => {
    const { lines, titles } = todo(external);
    expect(lines("Networks")[1]).toBe(
      "database: VLAN 20 on the port that leads to vmbr0 of the hosts, with the address 10.0.20.1/24",
    );
    expect(lines("Addresses").join("\n")).toContain("10.0.20.10 (postgres)");
    expect(titles).not.toContain("Static routes");
  });

  test("it judges every connection between two networks, and refuses the rest", () => {
    const rules = todo(external).lines("Rules");
    expect(rules).toContain(
      "allow 10.0.30.12 (netbird), 10.0.30.13 (authentik), 10.0.40.10 (docker) to 10.0.20.10 (postgres): tcp 5432",
    );
    expect(rules.at(-1)).toMatch(/^refuse everything else .*10\.0\.20\.0\/24 \(database\)/);
  });

  test("neighbours in one network do not pass it", () => {
    expect(todo(external).lines("Rules").join("\n")).not.toContain("(traefik) to 10.0.30.13 (authentik)");
  });
});

test("an IoT network is kept apart from the house, but for what reaches Home Assistant and the time", () => {
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

test("an operator from another network has to be let through to the host, and goes on from there by SSH", () => {
  const { lines } = todo({ operators: ["172.16.0.5"] });
  expect(lines("Rules")).toEqual([
    "allow 172.16.0.5 (operators and household) to 192.168.1.2 (pve and traefik and adguard and netbird and nas and docker): tcp 22, 53, 80, 443, 445, 853, 8006, 32400; udp 53, 443, 853, 3478",
    "allow 172.16.0.5 (household) to 192.168.1.10 (homeassistant): tcp 8123",
    "allow 172.16.0.5 (operators and household) to 192.168.1.2 (pve): ping",
  ]);
});

test("a service of one's own that is for the internet gets its forward", () => {
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
