import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addHostKeys, fingerprint, hostKeyState, type HostKey } from "../../provision/host-keys";
import type { RunProgram } from "../../provision/program";
import { hostKeys } from "../support/bootstrap";

const ed25519 = { type: "ssh-ed25519", body: hostKeys.ed25519 };
const rsa = { type: "ssh-rsa", body: hostKeys.rsa };
const changed = { type: "ssh-ed25519", body: hostKeys.another };
const scratch = () => join(mkdtempSync(join(tmpdir(), "homelab-test-")), "below", "known_hosts");

const stateOf = (shown: readonly HostKey[], known: readonly (HostKey | string)[]) => {
  const line = (each: HostKey | string) => (typeof each === "string" ? each : `192.168.1.2 ${each.type} ${each.body}`);
  const run: RunProgram = (program) => {
    const lines = (program === "ssh-keyscan" ? shown : known).map(line);
    return Promise.resolve({ code: lines.length > 0 ? 0 : 1, stdout: lines.join("\n"), stderr: "" });
  };
  return hostKeyState("192.168.1.2", "/known_hosts", run);
};

test.each<readonly [why: string, shown: readonly HostKey[], known: readonly (HostKey | string)[], kind: string]>([
  ["the host does not answer", [], [ed25519], "silent"],
  ["no key is known", [ed25519, rsa], [], "unknown"],
  ["it presents the known key", [ed25519, rsa], ["# Host 192.168.1.2 found: line 3", ed25519], "known"],
  ["one of two keys is known", [ed25519], [changed, ed25519], "known"],
  ["another key of the same type is known", [ed25519, rsa], [changed], "changed"],
  ["only one of its keys has changed", [ed25519, rsa], [changed, rsa], "changed"],
  ["it no longer has a key of the known type", [rsa], [ed25519], "changed"],
])("when %s", async (_, shown, known, kind) => {
  expect((await stateOf(shown, known)).kind).toBe(kind);
});

test("keys have the same order whichever answer comes first", async () => {
  expect(await stateOf([rsa, ed25519], [])).toEqual(await stateOf([ed25519, rsa], []));
});

test("fingerprints look as ssh-keygen -l prints them", () => {
  expect(fingerprint(ed25519)).toBe("SHA256:+uKACsesHWJvwycLLOyZVRmRk2X09Pjvc/c+8FyH7A0");
});

test("a new known_hosts file is readable only for its owner, and existing lines stay", () => {
  const file = scratch();
  addHostKeys("192.168.1.2", [ed25519], file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, "other ssh-rsa AAAA");
  addHostKeys("192.168.1.2", [ed25519, rsa], file);
  expect(readFileSync(file, "utf8")).toBe(
    `other ssh-rsa AAAA\n192.168.1.2 ssh-ed25519 ${hostKeys.ed25519}\n192.168.1.2 ssh-rsa ${hostKeys.rsa}\n`,
  );
});
