import { addressSets, firewall, type FirewallRule } from "../../../homelab/derive";
import { isManaged, views, type Homelab } from "../../../homelab/model";
import { externalUplink, minimalHomelab } from "../../support/stacks";

const line = ({ direction, action, macro, protocol, port, source, dest, comment, log }: FirewallRule): string =>
  [
    direction.toUpperCase().padEnd(3),
    action,
    ...(macro === undefined ? [] : [macro]),
    ...(protocol === undefined ? [] : [protocol]),
    ...(port === undefined ? [] : [port]),
    ...(source === undefined ? [] : ["from", source]),
    ...(dest === undefined ? [] : ["to", dest]),
    ...(log === undefined ? [] : ["logged"]),
    `# ${comment}`,
  ].join(" ");

function rulesOf(lab: Homelab, name: string): string[] {
  const machine = lab.machines.get(name);
  const found = machine !== undefined && isManaged(machine) ? views(lab)(firewall).guests.get(machine) : undefined;
  return [...(found?.groups ?? []).map((group) => `GROUP ${group}`), ...(found?.rules ?? []).map(line)];
}

const lab = minimalHomelab();

test("PostgreSQL admits its clients and the watcher, and reaches what it uses", () => {
  expect(rulesOf(lab, "postgres")).toMatchInlineSnapshot(`
    [
      "GROUP guest",
      "IN  ACCEPT tcp 5432 from netbird # netbird.db",
      "IN  ACCEPT tcp 5432 from authentik # authentik.db",
      "IN  ACCEPT tcp 5432 from docker # github-runner.postgres, n8n.db, watched postgres",
      "OUT ACCEPT tcp 9000 to minio # postgres.backups",
      "OUT ACCEPT tcp 5678 to docker # postgres.notify",
      "OUT ACCEPT tcp 9090 to grafana # alloy.metrics",
      "OUT ACCEPT tcp 3100 to loki # alloy.logs",
      "OUT DROP to +site logged # no other network of the homelab",
    ]
  `);
});

test("the databases cannot reach the internet, all other guests can", () => {
  const policies = [...views(lab)(firewall).guests].map(([{ name, network }, { outputPolicy }]) => [
    name,
    network,
    outputPolicy,
  ]);
  const isolated = policies.filter(([, , policy]) => policy === "DROP").map(([name]) => name);
  expect(isolated).toEqual(["postgres", "mongodb", "redis", "minio"]);
});

test("the hosts admit operators to their interface and console, and in addition only the proxy and API clients", () => {
  const rules = views(lab)(firewall).hosts.filter(({ port }) => port === 8006 || port === 22);
  expect(rules.map(line)).toMatchInlineSnapshot(`
    [
      "IN  ACCEPT tcp 8006 from docker # homepage.guests, n8n.guests, watched proxmox",
      "IN  ACCEPT tcp 8006 from traefik # web pve",
      "IN  ACCEPT tcp 8006 from 192.168.1.0/24 # proxmox.https",
      "IN  ACCEPT tcp 22 from 192.168.1.0/24 # proxmox.ssh",
    ]
  `);
});

test("a disabled app loses its rules, and all others stay the same", () => {
  const without = minimalHomelab("apps: { github-runner: false }\n");
  expect(rulesOf(without, "mongodb").join("\n")).not.toContain("github-runner");
  expect(rulesOf(without, "netbird")).toEqual(rulesOf(lab, "netbird"));
});

test("a long list of reasons is cut to the length that Proxmox VE shows", () => {
  const comments = [...views(lab)(firewall).guests.values()].flatMap(({ rules }) =>
    rules.map(({ comment }) => comment),
  );
  expect(Math.max(...comments.map((comment) => comment.length))).toBeLessThanOrEqual(120);
});

test("virtual machines may ask their host for the time, and Home Assistant gets no rules", () => {
  expect(rulesOf(lab, "docker")).toContain("OUT ACCEPT udp 123 to gateway_apps # ntp.ntp");
  expect(rulesOf(lab, "postgres").join("\n")).not.toContain("udp 123");
  const adopted = minimalHomelab("guests: { homeassistant: { adopt: true } }\n");
  expect(rulesOf(adopted, "homeassistant")).toEqual([]);
});

test("with an external uplink the router owns every gateway, so no host has an address there", () => {
  const external = minimalHomelab(externalUplink);
  const hosts = views(external)(addressSets).find(({ name }) => name === "hosts");
  expect(hosts?.entries.map(({ cidr }) => cidr)).toEqual(["192.168.1.2"]);
});
