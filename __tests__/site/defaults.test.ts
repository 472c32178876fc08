import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSite } from "../../homelab/site";

const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");
const site = (more = "") => parseSite("homelab.yaml", minimal + more).site;
const people = (entries: string) =>
  parseSite("homelab.yaml", minimal.replace(/^people:\n.*$/m, `people:\n${entries}`)).site;

test("networks", () => {
  const rows = Object.entries(site().networks).map(
    ([name, { enabled, bridge, vlan, cidr, gateway, routedBy, node, isolated }]) =>
      [
        name,
        bridge,
        vlan ?? "-",
        cidr,
        gateway,
        routedBy,
        node ?? "-",
        isolated ? "isolated" : "",
        enabled ? "" : "off",
      ]
        .join(" ")
        .trimEnd(),
  );
  expect(rows).toEqual([
    "lan vmbr0 - 192.168.1.0/24 192.168.1.1 router -",
    "management vmbr1 10 10.0.10.0/24 10.0.10.1 host pve",
    "database vmbr1 20 10.0.20.0/24 10.0.20.1 host pve isolated",
    "infrastructure vmbr1 30 10.0.30.0/24 10.0.30.1 host pve",
    "apps vmbr1 40 10.0.40.0/24 10.0.40.1 host pve",
    "iot vmbr0 50 10.0.50.0/24 10.0.50.1 router -  off",
  ]);
});

test("one key of a default network can be changed, and its gateway follows", () => {
  const { database, apps } = site("networks:\n  database: { cidr: 172.16.20.0/23 }\n").networks;
  expect(database).toMatchObject({ cidr: "172.16.20.0/23", gateway: "172.16.20.1", vlan: 20, isolated: true });
  expect(apps?.cidr).toBe("10.0.40.0/24");
});

test("an added network does not replace the default ones", () => {
  const { networks } = site("networks:\n  cameras: { bridge: vmbr1, vlan: 60, cidr: 10.0.60.0/24 }\n");
  expect(Object.keys(networks)).toHaveLength(7);
  expect(networks["cameras"]).toMatchObject({
    gateway: "10.0.60.1",
    routedBy: "host",
    node: "pve",
    isolated: false,
    enabled: true,
  });
});

test("with several nodes, no node is the default", () => {
  const two = minimal.replace(
    /^( +)pve: (.*)$/m,
    "$1pve: $2\n$1second: { address: 192.168.1.3, threads: 8, memory: 32GB }",
  );
  expect(parseSite("homelab.yaml", two).site.networks["apps"]).not.toHaveProperty("node");
});

test("a key without a value means its default, at every depth", () => {
  const empty = [
    "domain:",
    "networks: { database: { cidr: }, iot: }",
    "apps:",
    "guests: { postgres: }",
    "backup:",
    "  offsite:",
    "state: { s3: }",
    "",
  ].join("\n");
  const expected = site("guests: { postgres: {} }\n");
  expect(site(empty)).toEqual(expected);
});

test("the default URL of the API contains the node's address", () => {
  expect(site().pve.nodes["pve"]).toMatchObject({
    endpoint: "https://192.168.1.2:8006/",
    insecure: true,
    memoryMiB: 65_536,
    reserveMiB: 4096,
    datastores: { disks: { id: "local-lvm" }, files: { id: "local" } },
  });
});

describe("the owner is", () => {
  const one = "  one: { name: One, email: one@example.org }\n";
  const two = "  two: { name: Two, email: two@example.org, groups: [admins] }\n";

  test("the only person", () => expect(people(one).owner).toBe("one"));
  test("or else the first administrator", () => expect(people(one + two).owner).toBe("two"));
  test("or the person that the file names", () => expect(people(`${one}${two}owner: one\n`).owner).toBe("one"));
});

test("groups are added to the two default ones", () => {
  expect(site("groups: { kids: Children }\n").groups).toEqual({
    admins: "Administrators of every service",
    household: "People of the household",
    kids: "Children",
  });
});

test("sizes are converted to the units in the names of the keys", () => {
  expect(site("guests: { docker: { memory: 16GB, disk: 200GB } }\n").guests["docker"]).toEqual({
    memoryMiB: 16_384,
    diskGiB: 200,
  });
});

test("critical notifications go to the same chat unless the file names another", () => {
  expect(site("notifications: { telegram: { chat: -5 } }\n").notifications.telegram).toEqual({
    chat: -5,
    criticalChat: -5,
  });
  expect(site("notifications: { telegram: { chat: -5, criticalChat: 7 } }\n").notifications.telegram.criticalChat).toBe(
    7,
  );
});

test.each([
  ["mailgun", "", "smtp.mailgun.org"],
  ["sendgrid", "", "smtp.sendgrid.net"],
  ["mailgun", "host: smtp.eu.mailgun.org,", "smtp.eu.mailgun.org"],
])("mail provider %s %s has the host %s", (provider, more, host) => {
  expect(site(`smtp: { provider: ${provider}, ${more} from: a@example.org, username: a }\n`).smtp.host).toBe(host);
});

test("the state has only the keys of its backend", () => {
  expect(site().state).toEqual({ backend: "local" });
  expect(site("state: { backend: pg }\n").state).toEqual({ backend: "pg" });
  expect(site("state: { backend: s3, s3: { bucket: a, region: b } }\n").state).toEqual({
    backend: "s3",
    s3: { bucket: "a", region: "b" },
  });
});
