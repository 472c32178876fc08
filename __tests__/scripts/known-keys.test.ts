import { versions } from "../../homelab/versions";
import adguard from "../../scripts/adguard-config.json";
import { unknownIn } from "../../scripts/known-keys";
import netbird from "../../scripts/netbird-config.json";
import traefik from "../../scripts/traefik-config.json";

test("the known keys of each program are of the deployed release; scripts/check-keys.ts says how to update them", () => {
  expect(traefik.version).toBe(versions.traefik);
  expect(adguard.version).toBe(versions.adguardHome);
  // Its list is of an older release, and was reviewed for this one.
  expect(netbird.usedFor).toBe(versions.netbirdServer);
});

test("a misspelt key, or a value of the wrong type, is reported with its place", () => {
  const shape = { dns: { port: "number", hosts: ["string"] }, names: { "*": "boolean" } } as const;
  const settings = { dns: { prot: 53, port: "53", hosts: [1] }, names: { any: true } };
  expect(unknownIn(settings, shape)).toEqual([
    "The program does not know the file.dns.prot.",
    "the file.dns.port is not a number.",
    "the file.dns.hosts is not a string.",
  ]);
  expect(unknownIn({ dns: { port: 53 }, names: { any: false } }, shape)).toEqual([]);
});
