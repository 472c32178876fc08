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

/** Stands in for BIND's checker: refuses a zone whose text says so, and repeats how it was called. */
function standIn(): string {
  const file = join(directory, "checkzone");
  writeFileSync(file, '#!/bin/sh\nif grep -q bad "$4"; then echo "$1 $2 $3 $4:1: refused"; exit 1; fi\n');
  chmodSync(file, 0o755);
  return file;
}

test("a zone that the checker refuses is told with its file, and what it said, but not where the copy lay", () => {
  expect(zoneFaults(zones, standIn())).toEqual(["bad.zone: -i local example.net. bad.zone:1: refused"]);
});

test("zones that it would load are no fault", () => {
  expect(zoneFaults(zones.slice(0, 1), standIn())).toEqual([]);
});

test("a checker that is not installed is an error that says how to get it, not a pass", () => {
  expect(() => zoneFaults(zones, join(directory, "missing"))).toThrow("Debian: bind9-utils");
});
