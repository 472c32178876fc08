import { bundleOf, dockerFirewallPart } from "../../homelab/bundle";
import { dockerFirewalls } from "../../homelab/derive";
import { IptablesChains } from "../support/network/iptables";
import { service, tcp, webApi } from "../../homelab";
import { guests } from "../../homelab/catalog/guests";
import { views, type Bundle, type Homelab } from "../../homelab/model";
import { assembled } from "../support/assembled";
import { minimalHomelab } from "../support/stacks";
import { unwatched } from "../support/unwatched";

function partOf(lab: Homelab, name: string): Bundle {
  const machine = lab.machines.get(name);
  if (machine === undefined) throw new Error(`There is no guest ${name}.`);
  return bundleOf(name, [dockerFirewallPart(views(lab), machine)]);
}

const rulesOf = (lab: Homelab): readonly string[] =>
  (views(lab)(dockerFirewalls)[0]?.rules ?? "").split("\n").filter((line) => line.startsWith("-A"));

const shipped = minimalHomelab();

test("an app's rule matches its bridge and network, so that no other app can use its address", () => {
  expect(rulesOf(shipped)).toContain(
    '-A HOMELAB-FORWARD -i br-docker1 -s 172.20.1.0/24 -d 10.0.20.10 -p tcp --dport 5432 -m comment --comment "n8n.db" -j RETURN',
  );
  const unbound = rulesOf(shipped).filter((line) => line.includes(" -s ") !== line.includes("-i br-docker"));
  expect(unbound).toEqual([]);
});

test("a container reaches its host at the gateway address, and a guest that another host hides at that host's", () => {
  expect(rulesOf(shipped).find((line) => line.includes("--dport 8006"))).toContain("-d 10.0.40.1 ");
  const moved = minimalHomelab("guests: { docker: { network: lan, address: 192.168.1.20 } }\n");
  expect(rulesOf(moved).find((line) => line.includes("n8n.db"))).toContain("-d 192.168.1.2 ");
});

test("after the rules of what is open, every network of the homelab is refused to containers", () => {
  const forward = rulesOf(shipped).filter((line) => line.startsWith("-A HOMELAB-FORWARD"));
  const ends = forward.slice(-5);
  expect(ends.map((line) => / -d (\S+) .* -j HOMELAB-REFUSED$/.exec(line)?.[1])).toEqual([
    "192.168.1.0/24",
    "10.0.10.0/24",
    "10.0.20.0/24",
    "10.0.30.0/24",
    "10.0.40.0/24",
  ]);
  expect(forward[0]).toContain("--ctorigdst 10.0.40.10/32");
  expect(forward.slice(1, -5).filter((line) => !line.endsWith(" -j RETURN"))).toEqual([]);
  expect(rulesOf(shipped).findLast((line) => line.startsWith("-A HOMELAB-INPUT"))).toBe(
    "-A HOMELAB-INPUT -j HOMELAB-REFUSED",
  );
});

test("the chains also filter containers on bridges that Docker itself creates", () => {
  const { jumps = [] } = views(shipped)(dockerFirewalls)[0] ?? {};
  expect(jumps).toEqual([
    ["INPUT", "--in-interface", "br-+", "--jump", "HOMELAB-INPUT"],
    ["INPUT", "--in-interface", "docker0", "--jump", "HOMELAB-INPUT"],
  ]);
  const entries = rulesOf(shipped).filter((line) => line.startsWith("-A DOCKER-USER"));
  expect(entries.slice(1)).toEqual([
    "-A DOCKER-USER -i br-+ -j HOMELAB-FORWARD",
    "-A DOCKER-USER -i docker0 -j HOMELAB-FORWARD",
  ]);
});

test("a new app opens what it uses for itself alone, with every reason", () => {
  const mine = service({
    name: "mine",
    title: "Mine",
    description: "An example.",
    on: guests.docker,
    app: { subnet: 77 },
    ports: { http: tcp(7777) },
    uses: { one: webApi.of("loki"), two: webApi.of("loki") },
    operations: unwatched,
  });
  const { lab, problems } = assembled({}, [mine]);
  expect(problems).toEqual([]);
  expect(rulesOf(lab).filter((line) => !rulesOf(shipped).includes(line))).toEqual([
    '-A HOMELAB-FORWARD -i br-docker77 -s 172.20.77.0/24 -d 10.0.30.15 -p tcp --dport 3100 -m comment --comment "mine.one, mine.two" -j RETURN',
  ]);
});

test("the chains are loaded before Docker starts, and again with it; stopping the unit changes nothing", () => {
  const { files, units, checks, packages } = partOf(shipped, "docker");
  const unit = files.find(({ path }) => path.endsWith(".service"))?.content ?? "";
  expect(unit).toContain("\nBefore=docker.service\nPartOf=docker.service\n");
  expect(unit).not.toContain("ExecStop");
  expect(packages).toEqual(["iptables"]);
  expect(checks[0]?.command).toEqual(["iptables-restore", "--noflush", "--test", "{}"]);
  expect(units[0]?.files.toSorted()).toEqual(files.map(({ path }) => path));
});

test("a guest without containers gets no Docker firewall", () => {
  expect(partOf(shipped, "postgres").files).toEqual([]);
});

test("a container reaches no other app by their host's address, whether Docker forwards or proxies the packet", () => {
  const chains = new IptablesChains(views(shipped)(dockerFirewalls)[0]?.rules ?? "");
  // To the proxy of the engine's socket, from a container of network 2: Docker 29 translates the address on the way.
  const packet = { iif: "br-docker2", source: "172.20.2.9", protocol: "tcp", port: 2375 } as const;
  expect(chains.passes("DOCKER-USER", { ...packet, target: "172.20.0.7", sentTo: "10.0.40.10" })).toBe(false);
  expect(chains.passes("HOMELAB-INPUT", { ...packet, target: "10.0.40.10" })).toBe(false);
  // From outside it enters by another interface, and the machine's own firewall has already filtered it.
  const outside = { ...packet, iif: "ens18", source: "10.0.30.10", target: "172.20.0.7", sentTo: "10.0.40.10" };
  expect(chains.passes("DOCKER-USER", outside)).toBe(true);
});
