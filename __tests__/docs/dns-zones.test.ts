import { views, type Homelab } from "../../homelab/model";
import { dnsZones, type DnsZone } from "../../scripts/docs/dns-zones";
import { assembled } from "../support/assembled";
import { generateHomelab } from "../../scripts/bench/generate";
import { catalogOf } from "../../homelab/catalog";

interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** A small reader of master files: enough of RFC 1035 for our zones, and strict about everything else. */
function read({ text }: DnsZone): readonly ZoneRecord[] {
  const [, origin = ""] = /^\$ORIGIN (\S+\.)$/m.exec(text) ?? [];
  const full = (name: string): string => {
    if (name === "@") return origin;
    return name.endsWith(".") ? name : `${name}.${origin}`;
  };
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith(";") && !line.startsWith("$"))
    .map((line) => {
      const [, name = "", type = "", value = ""] = /^(\S+) (SOA|NS|A|PTR|CNAME) (\S.*)$/.exec(line) ?? [];
      if (type === "") throw new Error(`Not a record: ${line}`);
      return { name: full(name), type, value };
    });
}

const zonesOf = (lab: Homelab): readonly DnsZone[] => dnsZones(lab, views(lab));
const { lab } = assembled();
const all = zonesOf(lab);
const zone = (file: string): DnsZone => all.find((each) => each.file === file) ?? { file, origin: "", text: "" };
const find = (file: string, name: string): readonly string[] =>
  read(zone(file))
    .filter((record) => record.name === name)
    .map(({ type, value }) => `${type} ${value}`);

describe.each(all.map((each) => [each.file, each] as const))("%s", (_, each) => {
  const records = read(each);

  test("begins with its SOA and its name server, and has no alias at its apex", () => {
    const top = records.filter(({ name }) => name === each.origin);
    expect(top.map(({ type }) => type)).toEqual(["SOA", "NS"]);
  });

  test("has each name once, inside the zone, with valid labels", () => {
    const names = records.filter(({ type }) => type === "A" || type === "PTR").map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !name.endsWith(`.${each.origin}`))).toEqual([]);
    expect(names.filter((name) => !/^(\*\.)?([a-z\d]([a-z\d-]*[a-z\d])?\.)+$/.test(name))).toEqual([]);
  });

  test("has valid addresses, and pointers that are absolute names", () => {
    const octet = String.raw`(25[0-5]|2[0-4]\d|1?\d?\d)`;
    const address = new RegExp(String.raw`^${octet}(\.${octet}){3}$`);
    const wrong = records.filter(
      ({ type, value }) => (type === "A" && !address.test(value)) || (type === "PTR" && !/^[\w.-]+\.$/.test(value)),
    );
    expect(wrong).toEqual([]);
  });
});

test("the name server is the resolver itself, in both forward zones", () => {
  expect(find("inside.zone", "homelab.local.")[1]).toBe("NS adguard.host.homelab.local.");
  expect(find("inside.zone", "adguard.host.homelab.local.")).toEqual(["A 10.0.30.11"]);
  expect(find("lan.zone", "adguard.host.homelab.local.")).toEqual(["A 10.0.30.11"]);
});

test("the two forward zones have the same names, and differ in where the household finds them", () => {
  const names = (file: string) => read(zone(file)).map(({ name }) => name);
  expect(names("lan.zone")).toEqual(names("inside.zone"));
  expect(find("inside.zone", "plex.homelab.local.")).toEqual(["A 10.0.30.10"]);
  expect(find("lan.zone", "plex.homelab.local.")).toEqual(["A 192.168.1.2"]);
});

test("one wildcard covers everything that Coolify deploys", () => {
  expect(find("inside.zone", "*.apps.homelab.local.")).toEqual(["A 10.0.30.10"]);
});

test("pointers lead to names that have that address in the forward zone, except gateways", () => {
  const forward = new Map(read(zone("inside.zone")).map(({ name, value }) => [name, value]));
  const wrong = all
    .filter(({ origin }) => origin.endsWith("in-addr.arpa."))
    .flatMap(read)
    .filter(({ type }) => type === "PTR")
    .map(({ name, value }) => ({ address: name.split(".").slice(0, 4).toReversed().join("."), value }))
    .filter(({ address, value }) => forward.get(value) !== address)
    .map(({ address, value }) => `${address} ${value}`);
  const gateways = ["10.0.10.1", "10.0.20.1", "10.0.30.1", "10.0.40.1"];
  expect(wrong.toSorted()).toEqual(gateways.map((address) => `${address} pve.host.homelab.local.`));
});

test("without NAT on the host there is one forward zone", () => {
  const networks = Object.fromEntries(
    ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
  );
  const files = zonesOf(assembled({ uplink: { mode: "external" }, networks }).lab).map(({ file }) => file);
  expect(files.filter((file) => !file.includes("in-addr"))).toEqual(["inside.zone"]);
});

test("without the resolver, the host is the name server, in place of the user's own", () => {
  const without = assembled({ guests: { adguard: { enabled: false } } }).lab;
  expect(zonesOf(without)[0]?.text).toContain("@ NS pve.host.homelab.local.\n");
});

test("a network of more than 256 addresses has a zone for each 256 that contain a guest", () => {
  const large = zonesOf(generateHomelab((site) => catalogOf(site), 300));
  const files = large.map(({ file }) => file).filter((file) => file.endsWith(".128.10.in-addr.arpa.zone"));
  expect(files).toEqual(["0.128.10.in-addr.arpa.zone", "1.128.10.in-addr.arpa.zone", "2.128.10.in-addr.arpa.zone"]);
});
