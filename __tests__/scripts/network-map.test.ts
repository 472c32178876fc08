import { instance, type Viz } from "@viz-js/viz";
import { networkMap } from "../../scripts/docs/picture/network-map";
import { service, tcp, views, type Service } from "../../homelab/model";
import { guests } from "../../homelab/catalog/guests";
import { assembled } from "../support/assembled";
import { unwatched } from "../support/unwatched";

type Keys = Readonly<Record<string, unknown>>;

const iot = { networks: { iot: { enabled: true } } };

const external = {
  uplink: { mode: "external" },
  networks: Object.fromEntries(
    ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
  ),
};

const routed = {
  uplink: { mode: "routed", transit: "transit" },
  networks: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/30", routedBy: "router" }, ...iot.networks },
};

const game = service({
  name: "game",
  title: 'A & <B> "C"',
  description: "A game server.",
  on: guests.coolify,
  ports: { play: tcp(25565, { zones: ["household", "guests"] }) },
  operations: unwatched,
});

let graphviz: Viz;

beforeAll(async () => {
  graphviz = await instance();
});

const sourceOf = (keys: Keys = {}, services: readonly Service[] = []): string =>
  views(assembled(keys, services).lab)(networkMap);

/** The words of the picture, as a viewer shows them, and the errors of Graphviz. */
function drawn(keys: Keys = {}, services: readonly Service[] = []) {
  const { output = "", errors } = graphviz.render(sourceOf(keys, services), { format: "svg" });
  const words = [...output.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text = ""]) => text.replaceAll("&#160;", " "));
  return { words, errors };
}

test.each<[string, Keys, readonly Service[]]>([
  ["a host that masquerades", {}, []],
  ["an IoT network that the router owns", iot, []],
  ["a router with routes", routed, []],
  ["a router that owns every gateway", external, []],
  ["names that contain markup", {}, [game]],
])("%s can be drawn", (_, keys, services) => {
  const { words, errors } = drawn(keys, services);
  expect(errors).toEqual([]);
  expect(words).toEqual(
    expect.arrayContaining(["Internet", "Home router", "Household", "Operators", "infrastructure"]),
  );
});

test("each network has its addresses, its VLAN and its guests, and an isolated one a dashed border", () => {
  const { words } = drawn();
  expect(words).toEqual(
    expect.arrayContaining(["10.0.20.0/24, VLAN 20, no internet", "PostgreSQL Server", "10.0.20.10"]),
  );
  const dashed = sourceOf()
    .split("\n")
    .filter((line) => line.includes("DASHED"));
  expect(dashed.map((line) => line.trim().split(" ")[0])).toEqual(["g_database"]);
});

test("an arrow shows the permitted flows, and none leads from the household or the internet to the databases", () => {
  const arrows = sourceOf()
    .split("\n")
    .filter((line) => line.includes(" -> ") && !line.includes('style="invis"'));
  const between = (one: string, other: string) =>
    arrows.filter((line) => line.trim().startsWith(`${one} -> ${other} `)).join("\n");
  expect(between("g_a_household", "g_infrastructure")).toContain("AdGuard Home 53, 853");
  expect(between("g_router", "g_infrastructure")).toContain("Netbird 3478");
  expect(between("g_a_household", "g_database") + between("g_router", "g_database")).toBe("");
});

test("the host shows its forwarded ports, only when it hides its guests", () => {
  expect(drawn().words).toEqual(expect.arrayContaining(["publishes to lan", "udp 53, 443, 853, 3478"]));
  expect(drawn(external).words).not.toContain("publishes to lan");
});

test("what all guests may reach appears once, in the caption, and not as arrows", () => {
  const told = drawn().words.filter((words) => words.startsWith("Every guest may also reach"));
  expect(told).toHaveLength(1);
  expect(told.join()).toContain("AdGuard Home 53, 853");
});
