import { array, boolean, constantFrom, integer, nat, record, subarray, type Arbitrary } from "fast-check";
import { none, service, tcp, udp, webApi, type Operations } from "../../../homelab";
import { catalogOf } from "../../../homelab/catalog";
import { declaredHomelab } from "../../../homelab/checks";
import { derivedChecks } from "../../../homelab/checks/derived";
import { views, type Zone, type Catalog, type GuestSpec, type Homelab, type Service } from "../../../homelab/model";
import { guests as shipped } from "../../../homelab/catalog/guests";
import { minimalSite } from "../assembled";
import { unwatched } from "../unwatched";

// Homelabs that differ in everything that decides the path of a packet. Homelabs that the checks refuse are left out.

type Keys = Readonly<Record<string, unknown>>;

/** A homelab of these keys and this catalog; undefined if the checks refuse it. */
function homelabOf(keys: Keys, catalog: (site: ReturnType<typeof minimalSite>) => Catalog): Homelab | undefined {
  const site = minimalSite(keys);
  const { lab, problems } = declaredHomelab(site, catalog(site));
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0) return undefined;
  return derivedChecks.some((check) => check(lab, views(lab)).some(({ severity }) => severity !== "warning"))
    ? undefined
    : lab;
}

const zones: readonly Zone[] = ["household", "guests", "ntpClients", "hosts", "operators", "internet"];
const watched: Operations<"http"> = { ...unwatched, uptime: { port: "http" } };

/** A service of a random homelab; `uses` are positions of other services, ignored if there are fewer services. */
const plan = record({
  place: nat(),
  audience: subarray([...zones], { maxLength: 2 }),
  isUdp: boolean(),
  isWatched: boolean(),
  isApp: boolean(),
  hasSubnet: boolean(),
  uses: array(nat({ max: 7 }), { maxLength: 2 }),
});

type Value<A> = A extends Arbitrary<infer T> ? T : never;
export type Plan = Value<typeof plan>;

/** Port of the service at this position. */
export const portOf = (index: number): number => 20_000 + index;

/** Services of such plans on some of the given guests, each at a different port. */
function servicesOf(plans: readonly Plan[], places: readonly GuestSpec[], dockerHost?: GuestSpec): readonly Service[] {
  return plans.map((each, index) => {
    const isApp = each.isApp && dockerHost !== undefined;
    const targets = [...new Set(each.uses)].filter((target) => target !== index && target < plans.length);
    const port = portOf(index);
    return service({
      name: `own-${index}`,
      title: `Own ${index}`,
      description: "A service of a random homelab.",
      on: isApp ? dockerHost : (places[each.place % places.length] as GuestSpec),
      ...(isApp && { app: each.hasSubnet || targets.length > 0 ? { subnet: 100 + index } : {} }),
      ports: {
        http: tcp(port, { zones: each.audience }),
        more: each.isUdp ? udp(port, { zones: each.audience }) : tcp(port + 1000, { local: true }),
      },
      provides: [webApi.contract],
      uses: Object.fromEntries(targets.map((target) => [`use${target}`, webApi.of(`own-${target}`)])),
      operations: each.isWatched ? watched : unwatched,
    });
  });
}

const operators = constantFrom(["192.168.1.0/24"], ["192.168.1.50"], ["192.168.1.50", "10.0.40.20"]);
const transit = { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/29", routedBy: "router" } as const;

function uplinkKeys(isRouted: boolean, networks: Readonly<Record<string, object>>): Keys {
  return isRouted
    ? { uplink: { mode: "routed", transit: "transit" }, networks: { ...networks, transit } }
    : { networks };
}

function nodeKeys(count: number): Keys {
  const node = (address: string): object => ({ address, threads: 256, memory: "1TiB" });
  return { pve: { nodes: { pve: node("192.168.1.2"), ...(count > 1 && { pve2: node("192.168.1.3") }) } } };
}

/** The variations of a homelab with the shipped catalog. */
export const shippedVariations = record({
  isRouted: boolean(),
  hasIot: boolean(),
  adopts: boolean(),
  operators,
  nodes: integer({ min: 1, max: 2 }),
  moved: subarray(["grafana", "loki", "adguard", "netbird", "coolify", "postgres", "docker"], { maxLength: 2 }),
  off: subarray(["tdarr", "github-runner", "homepage", "plex", "uptime-kuma", "overseerr"], { maxLength: 3 }),
  plans: array(plan, { maxLength: 4 }),
});

/** The shipped catalog with additional services, guests moved into the house's network, and apps disabled. */
export function shippedHomelab(variation: Value<typeof shippedVariations>): Homelab | undefined {
  const { nodes, moved } = variation;
  const node = (name: string): object => (nodes > 1 ? { node: name } : {});
  const networks = {
    management: node("pve"),
    database: node("pve"),
    infrastructure: node("pve"),
    apps: node("pve2"),
    ...(variation.hasIot && { iot: { enabled: true } }),
  };
  const places = Object.values(shipped).filter(({ name }) => name !== "nas" && name !== "homeassistant");
  const keys = {
    // Two hosts can share the shipped networks only if a router owns all of them.
    ...uplinkKeys(variation.isRouted || nodes > 1, networks),
    ...nodeKeys(nodes),
    operators: variation.operators,
    guests: {
      ...(variation.adopts && { homeassistant: { adopt: true } }),
      ...Object.fromEntries(moved.map((name, index) => [name, { network: "lan", address: `192.168.1.${20 + index}` }])),
    },
    apps: Object.fromEntries(variation.off.map((name) => [name, false])),
  };
  const services = servicesOf(variation.plans, places, shipped.docker);
  return homelabOf(keys, (site) => catalogOf(site, { services }));
}

/** The variations of a homelab of random guests and services. */
export const smallVariations = record({
  isRouted: boolean(),
  operators,
  nodes: integer({ min: 1, max: 2 }),
  isolated: boolean(),
  guests: array(record({ network: constantFrom("apps", "infrastructure", "database", "lan"), isVm: boolean() }), {
    minLength: 2,
    maxLength: 6,
  }),
  plans: array(plan, { minLength: 1, maxLength: 8 }),
});

/** A few guests behind one or two hosts, both of which may masquerade. */
export function smallHomelab(variation: Value<typeof smallVariations>): Homelab | undefined {
  const { isRouted, nodes, isolated, guests, plans } = variation;
  const second = nodes > 1 ? "pve2" : "pve";
  const networks = {
    management: { enabled: false },
    database: { node: second, isolated },
    infrastructure: { node: "pve" },
    apps: { node: second },
  };
  const specs = guests.map(({ network, isVm }, index) => guestSpec(index, network, isVm));
  const keys = { ...uplinkKeys(isRouted, networks), ...nodeKeys(nodes), operators: variation.operators };
  return homelabOf(keys, () => ({ guests: specs, services: [...servicesOf(plans, specs), onHosts] }));
}

const onHosts = service({
  name: "on-hosts",
  title: "On hosts",
  description: "What every host offers.",
  on: (machine) => machine.kind === "node",
  ports: { http: tcp(3142, { zones: ["guests"] }), time: udp(123, { zones: ["ntpClients"] }) },
  operations: { ...unwatched, logs: none("it only exists in a test") },
});

function guestSpec(index: number, network: string, isVm: boolean): GuestSpec {
  const common = {
    name: `guest-${index}`,
    number: index + 1,
    title: `Guest ${index}`,
    purpose: "a guest of a random homelab",
    stack: "machines",
    networks: [network],
    octet: 20 + index,
    cores: 1,
    memoryMiB: 512,
    diskGiB: 8,
    startup: { order: 9 },
    stateful: false,
  } as const;
  return isVm
    ? {
        ...common,
        kind: "vm",
        image: "debian-12-cloud",
        vm: { firmware: "ovmf", agent: true, systemDisk: "scsi0" },
      }
    : { ...common, kind: "lxc", image: "debian-13-lxc" };
}
