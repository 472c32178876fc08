import { parseMac } from "../../homelab/values/mac";
import {
  parseBridge,
  parseDatastore,
  parseDnsLabel,
  parseDnsName,
  parseEmail,
  parseUsername,
} from "../../homelab/values/names";
import { nearest } from "../../homelab/values/nearest";
import { parsePort } from "../../homelab/values/port";
import { formatPath } from "../../homelab/values/problem";
import {
  parseDiskPath,
  parseEndpoint,
  parseRelativePath,
  parseRepository,
  parseSecretItem,
  parseUrl,
  parseVault,
} from "../../homelab/values/references";
import { accepts } from "../../homelab/values/rejection";
import { parseDiskGiB, parseMemoryMiB } from "../../homelab/values/size";
import { parseTimeZone } from "../../homelab/values/time-zone";
import { parseVlan } from "../../homelab/values/vlan";
import { parseVmid } from "../../homelab/values/vmid";
import { rejectionOf } from "../support/rejection";

type Table<T> = readonly [name: string, parse: (value: T) => unknown, good: readonly T[], bad: readonly T[]];

const label63 = "a".repeat(63);

const texts: readonly Table<string>[] = [
  ["DNS label", parseDnsLabel, ["a", "docker-host", "0", label63], ["", "A", "-a", "a-", "a_b", "a.b", `${label63}a`]],
  [
    "DNS name",
    parseDnsName,
    ["homelab.local", "example.org", "localhost"],
    ["", "a..b", ".a", "a.", "10.0.0.1", "Home.local", `${"a.".repeat(127)}aa`],
  ],
  ["user name", parseUsername, ["operator", "a.b-c_1"], ["", "Operator", "1st", "a b", "a".repeat(33)]],
  [
    "mail address",
    parseEmail,
    ["operator@example.org", "a+b@mail.example.org"],
    ["", "operator", "a@b", "a@@example.org", ".a@example.org", "a..b@example.org", "a b@example.org", "@example.org"],
  ],
  ["bridge", parseBridge, ["vmbr0", "vmbr4094"], ["", "0vmbr", "vmbr-1", "vmbr1.20", "averylongname"]],
  ["datastore", parseDatastore, ["local", "local-lvm", "nas.1"], ["", "1st", "a-", "usb disk"]],
  [
    "MAC address",
    parseMac,
    ["BC:24:11:00:01:05", "bc:24:11:00:01:05", "02:00:00:00:00:01"],
    ["", "BC-24-11-00-01-05", "BC:24:11:00:01", "BC:24:11:00:01:0G", "01:00:5E:00:00:01", "FF:FF:FF:FF:FF:FF"],
  ],
  [
    "time zone",
    parseTimeZone,
    ["Etc/UTC", "UTC", "Europe/Berlin", "America/Port-au-Prince", "Etc/GMT+1"],
    ["", "Europe/Berln", "europe/berlin", "+01:00", "Mars/Olympus"],
  ],
  [
    "PVE endpoint",
    parseEndpoint,
    ["https://192.168.1.2:8006/", "https://pve.example.org:8006"],
    [
      "",
      "192.168.1.2",
      "http://192.168.1.2:8006",
      "https://a:b@192.168.1.2",
      "https://192.168.1.2/api2/json",
      "https://a/?b",
    ],
  ],
  [
    "URL",
    parseUrl,
    ["https://s3.example.org", "http://10.0.20.13:9000/x"],
    ["", "s3.example.org", "https://a:b@c", "ftp://a"],
  ],
  ["vault", parseVault, ["homelab", "My Vault", "a_b-c.d"], ["", "op://homelab", "a/b", " a", "a ", "a  b", "a\nb"]],
  [
    "secret item",
    parseSecretItem,
    ["postgres/password", "A b/c/d"],
    ["", "postgres", "op://a/b", "/a", "a/", "a/b/c/d", "a//b"],
  ],
  [
    "restic repository",
    parseRepository,
    ["s3:https://s3.example.org/homelab", "sftp:backup@example.org:/srv", "/mnt/usb", "b2:bucket:path"],
    ["", "backup", "ftp://example.org", "rest:https://user:secret@example.org/", "s3:a b"],
  ],
  ["relative path", parseRelativePath, ["local", "a/b.age"], ["", "/etc", "../a", "a/../b", "~/a", "a\\b"]],
  [
    "disk path",
    parseDiskPath,
    ["/dev/disk/by-id/ata-WDC_1-2"],
    ["", "/dev/sda", "/dev/disk/by-id/", "/dev/disk/by-id/../../sda"],
  ],
];

describe.each(texts)("%s", (_name, parse, good, bad) => {
  test.each(good)("%j is accepted", (text) => expect(accepts(parse, text)).toBe(true));
  test.each(bad)("%j is refused", (text) => expect(accepts(parse, text)).toBe(false));
});

const numbers: readonly Table<number>[] = [
  ["port", parsePort, [1, 443, 65535], [0, -1, 65536, 1.5, Number.NaN]],
  ["VLAN id", parseVlan, [1, 4094], [0, 4095, 10.5]],
  ["VMID", parseVmid, [100, 999_999_999], [99, 1_000_000_000, Number.POSITIVE_INFINITY]],
];

describe.each(numbers)("%s", (_name, parse, good, bad) => {
  test.each(good)("%d is accepted", (value) => expect(accepts(parse, value)).toBe(true));
  test.each(bad)("%d is refused", (value) => expect(accepts(parse, value)).toBe(false));
});

test("an error other than a Rejection is not taken for a refused value", () => {
  const broken = () => {
    throw new TypeError("broken");
  };
  expect(() => accepts(broken, "")).toThrow(TypeError);
});

test("MAC addresses are converted to upper case, so that each address has one form", () => {
  expect(parseMac("bc:24:11:0a:01:05")).toBe("BC:24:11:0A:01:05");
});

test.each([
  ["512MB", 512],
  ["512MiB", 512],
  ["3GB", 3072],
  ["3GiB", 3072],
  ["3 GiB", 3072],
  ["1.5GiB", 1536],
  ["1TB", 1_048_576],
])("memory of %s is %d MiB", (text, mebibytes) => {
  expect(parseMemoryMiB(text)).toBe(mebibytes);
});

test.each([
  ["30GB", 30],
  ["1.7TiB", 1740],
  ["2048MiB", 2],
])("a disk of %s is %d GiB", (text, gibibytes) => {
  expect(parseDiskGiB(text)).toBe(gibibytes);
});

test.each([
  ["512", "size-unit"],
  ["3G", "size-unit"],
  ["3gib", "size-unit"],
  ["GiB", "size"],
  ["-1GiB", "size"],
  ["1,5GiB", "size"],
  ["", "size"],
  ["0GiB", "size"],
  ["512MiB", "size"],
  ["99999999999999TiB", "size"],
])("a disk of %j is refused by rule %s", (text, rule) => {
  expect(rejectionOf(() => parseDiskGiB(text)).rule).toBe(rule);
});

describe("nearest", () => {
  const keys = ["networks", "guests", "apps", "nas", "backup"];

  test.each([
    ["netwroks", "networks"],
    ["Networks", "networks"],
    ["guest", "guests"],
    ["nsa", undefined],
    ["app", "apps"],
    ["ns", "nas"],
    ["x", undefined],
    ["certificates", undefined],
  ])("%s means %s", (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  test("without candidates, no candidate is near", () => {
    expect(nearest("apps", [])).toBeUndefined();
  });
});

test("a key path has dots between keys, brackets around indexes and quotes around unusual keys", () => {
  expect(formatPath(["pve", "nodes", "pve", "threads"])).toBe("pve.nodes.pve.threads");
  expect(formatPath(["sshKeys", 0])).toBe("sshKeys[0]");
  expect(formatPath(["secrets", "items", "postgres/password"])).toBe('secrets.items."postgres/password"');
  expect(formatPath([])).toBe("");
});
