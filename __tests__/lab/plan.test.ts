import { bundles } from "../../homelab/bundle";
import { loadHomelab } from "../../homelab/load";
import { views } from "../../homelab/model";
import { portsToProbe, expectationOf, isJudged, placesOf, type ProbedPort } from "../../lab/expectation";
import { guestFirewallText } from "../../lab/guest-firewall";
import { hereOf } from "../../lab/available";
import { networkScript, others, planOf } from "../../lab/plan";
import { exitCodes } from "../../homelab/values/error";
import { pushableOf, withProviders } from "../../lab/scene";
import { site } from "../../lab/site";
import { assembled } from "../support/assembled";

const { lab } = loadHomelab(site);
const plan = planOf(lab);

describe("what the lab builds", () => {
  test("every guest has its VMID, its network and its address", () => {
    const lines = plan.guests.map(
      ({ name, id, kind, bridge, address }) => `${id} ${name} ${kind} ${bridge} ${address}`,
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        "105 postgres container vmbr1.20 10.0.20.10",
        "107 redis container vmbr1.20 10.0.20.12",
        "203 docker container vmbr1.40 10.0.40.10",
        "201 nas namespace vmbr1.40 10.0.40.5",
        "202 homeassistant namespace vmbr0 192.168.1.10",
      ]),
    );
    expect(plan.guests).toHaveLength(lab.machines.size - 1);
  });

  test("the host is the gateway of its networks; machines beside it have routes to them", () => {
    const script = networkScript(plan).split("\n");
    expect(script).toContain("ip address add 10.0.20.1/24 dev vmbr1.20");
    expect(script).toContain("ip address add 192.168.1.2/24 dev vmbr0");
    expect(script).toContain("ip -n visitor route add 10.0.20.0/24 via 192.168.1.2");
    expect(script).not.toContain("ip -n router route add 10.0.20.0/24 via 192.168.1.2");
  });

  test("another uplink mode is refused", () => {
    const routed = assembled({
      networks: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/30", routedBy: "router" } },
      uplink: { mode: "routed", transit: "transit" },
    });
    expect(() => planOf(routed.lab)).toThrow("one PVE node with uplink mode nat");
  });

  test("Proxmox VE's firewall in nft: the guest's rules, the policy, and only the guest's own address", () => {
    const text = guestFirewallText(lab, plan);
    const chain = (name: string): string => new RegExp(`chain ${name} {\n([^}]*)}`).exec(text)?.[1] ?? "";
    expect(chain("in_105")).toContain('ip saddr 10.0.30.13 tcp dport 5432 accept comment "authentik.db"');
    expect(chain("in_105").trimEnd()).toMatch(/\n\s+drop comment "policy"$/);
    // The network of postgres is isolated.
    expect(chain("out_105").trimEnd()).toMatch(/\n\s+drop comment "policy"$/);
    expect(chain("out_101").trimEnd()).toMatch(/\n\s+accept comment "policy"$/);
    expect(chain("senders")).toContain('iifname "veth-105" ip saddr != 10.0.20.10 drop');
    // homeassistant has no firewall, neither on Proxmox VE nor in the lab.
    expect(text).not.toContain("in_202");
  });
});

describe("what the lab expects of packets", () => {
  const expected = expectationOf(lab, plan);
  const machines = [plan.host, ...others(plan)];
  const cases: readonly (readonly [from: string, to: string, port: string, "open" | "closed"])[] = [
    ["docker", "postgres", "tcp 5432", "open"],
    ["authentik", "postgres", "tcp 5432", "open"],
    ["redis", "postgres", "tcp 5432", "closed"],
    ["traefik", "postgres", "tcp 5432", "closed"],
    ["docker", "redis", "tcp 6379", "open"],
    ["postgres", "redis", "tcp 6379", "closed"],
    ["postgres", "pve in database", "tcp 3142", "open"],
    ["postgres", "pve", "tcp 22", "closed"],
    ["postgres", "internet", "tcp 443", "closed"],
    ["traefik", "internet", "tcp 443", "open"],
    ["operator", "pve", "tcp 22", "open"],
    ["visitor", "pve", "tcp 22", "closed"],
    ["visitor", "pve", "tcp 443", "open"],
    ["visitor", "postgres", "tcp 5432", "closed"],
    ["operator", "docker", "tcp 22", "open"],
    ["visitor", "docker", "tcp 22", "closed"],
    ["router", "pve", "tcp 443", "closed"],
    ["router", "pve", "udp 3478", "open"],
    ["pve", "docker", "tcp 22", "open"],
    ["pve", "postgres", "tcp 5432", "closed"],
    ["pve", "postgres", "icmp", "open"],
    ["docker", "pve in apps", "tcp 8006", "open"],
    ["docker", "pve in database", "tcp 8006", "closed"],
  ];

  test.each(cases)("%s to %s, %s: %s", (from, to, text, outcome) => {
    const [protocol = "", port] = text.split(" ");
    const machine = machines.find(({ name }) => name === from);
    const place = placesOf(plan).find(({ name }) => name === to);
    if (machine === undefined || place === undefined)
      throw new Error(`There is no machine ${from}, or no place ${to}.`);
    const probed = { protocol, ...(port !== undefined && { port: Number(port) }) } as ProbedPort;
    expect(expected(machine, place, probed) ? "open" : "closed").toBe(outcome);
    expect(isJudged(plan, machine, place)).toBe(true);
  });

  test("a port that nothing declares is probed as well, and no machine may reach it in the homelab", () => {
    const undeclared = portsToProbe(lab).filter(({ port }) => port === 4444);
    expect(undeclared).toHaveLength(1);
    const open = machines.flatMap((from) =>
      placesOf(plan).filter(
        ({ machine }) =>
          machine !== undefined &&
          expected(from, { name: "", address: machine.address, machine }, undeclared[0] as ProbedPort),
      ),
    );
    expect(open).toEqual([]);
  });
});

describe("what the lab pushes", () => {
  const none = new Set<never>();
  const pushable = pushableOf(lab, plan, none);

  test("it pushes to every guest, and reports services that need vendors' files, with the reason", () => {
    expect(pushable.names).toEqual(expect.arrayContaining(["postgres", "redis", "mongodb", "minio", "docker"]));
    expect(pushable.complete).toEqual(expect.arrayContaining(["postgres", "redis", "docker"]));
    expect(pushable.complete).not.toContain("minio");
    expect(pushable.absent).toContainEqual({
      name: "MongoDB on mongodb",
      why: expect.stringContaining("repo.mongodb.org") as string,
    });
  });

  test("a service without its programs contributes only its files, and nothing that would run the programs", () => {
    const { bundle } = hereOf(lab, "minio", none);
    const whole = views(lab)(bundles).get("minio");
    expect(bundle.files).toEqual(whole?.files);
    expect(whole?.artifacts).not.toEqual([]);
    expect(bundle.artifacts).toEqual([]);
    expect(bundle.units.filter(({ name }) => name.includes("minio"))).toEqual([]);
    expect(bundle.units).not.toEqual([]);
    expect(bundle.health.filter(({ name }) => name.startsWith("MinIO"))).toEqual([]);
  });

  test("units of Debian's packages run with the files of such a service", () => {
    const { bundle, absent } = hereOf(lab, "adguard", none);
    expect(absent.map(({ title }) => title)).toContain("AdGuard Home");
    const names = bundle.units.map(({ name }) => name);
    expect(names).toContain("unbound.service");
    expect(names).not.toContain("adguardhome.service");
    expect(bundle.packages).toContain("unbound");
  });

  test("units that Podman generates are not started without their images", () => {
    const whole = views(lab)(bundles).get("authentik");
    expect(whole?.units.map(({ name }) => name)).toContain("authentik-server.service");
    const names = hereOf(lab, "authentik", none).bundle.units.map(({ name }) => name);
    expect(names.filter((name) => name.includes("authentik"))).toEqual([]);
  });

  test("the packages and the key of an unavailable repository are left out as well", () => {
    const { bundle } = hereOf(lab, "mongodb", none);
    expect(bundle.packages.filter((name) => name.startsWith("mongodb"))).toEqual([]);
    expect(JSON.stringify([bundle.files, bundle.artifacts])).not.toContain("mongodb-org.");
  });

  test("with the vendors' files in the cache, the whole bundle is pushed", () => {
    const whole = views(lab)(bundles).get("minio");
    expect(hereOf(lab, "minio", new Set(whole?.artifacts))).toEqual({ bundle: whole, absent: [] });
  });

  test("--only adds the guests that a guest uses, in the order of a push", () => {
    const names = withProviders(lab, pushable, ["netbird"]);
    expect(names.indexOf("postgres")).toBeLessThan(names.indexOf("netbird"));
    expect(names).not.toContain("mongodb");
  });

  test("unknown guests are refused together, each with a suggestion", () => {
    const ask = () => withProviders(lab, pushable, ["nobody", "postgre"]);
    expect(ask).toThrow(expect.objectContaining({ exitCode: exitCodes.usage }) as Error);
    expect(ask).toThrow(/cannot push to nobody\.\n.*Did you mean postgres\?/);
  });
});
