import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zoneFaults } from "../../scripts/check-zones";

const zones = [
  { file: "good.zone", origin: "example.org.", text: "good\n" },
  { file: "bad.zone", origin: "example.net.", text: "bad\n" },
];

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "homelab-checkzone-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Stands in for BIND's checker: rejects a zone whose text says so, and prints its arguments. */
function standIn(): string {
  const file = join(directory, "checkzone");
  writeFileSync(file, '#!/bin/sh\nif grep -q bad "$4"; then echo "$1 $2 $3 $4:1: refused"; exit 1; fi\n');
  chmodSync(file, 0o755);
  return file;
}

test("a rejected zone is reported with its file and the checker's message, but without the path of the copy", () => {
  expect(zoneFaults(zones, standIn())).toEqual(["bad.zone: -i local example.net. bad.zone:1: refused"]);
});

test("zones that BIND would load are not a fault", () => {
  expect(zoneFaults(zones.slice(0, 1), standIn())).toEqual([]);
});

test("a missing checker is an error that says how to install it", () => {
  expect(() => zoneFaults(zones, join(directory, "missing"))).toThrow("Debian: bind9-utils");
});
