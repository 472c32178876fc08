import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigest } from "../../homelab/bundle";
import { content, external, generated, textOf, type BundleFile } from "../../homelab/model";
import { stampOf } from "../../provision/push/stamp";
import type { Shell } from "../../provision/shell/shell";
import { push as pushTo } from "../../provision/push/push";
import { bundleOf, fileOf, newMachine, type Machine } from "../support/machine";
import { container, inside, pushInside } from "../support/machine-push";
import { awkwardValues } from "../support/values";

let machine: Machine;
const at = (path: string) => `/guests/${container.vmid}${path}`;
const read = (path: string) => machine.read(at(path));
beforeEach(() => {
  machine = newMachine();
  mkdirSync(join(machine.root, at("/etc")), { recursive: true });
});
afterEach(() => machine.remove());

const password = generated("mine", "password", "what it logs in with");
const brought = external("mine", "license", "a text of the user's", "Ask its vendor.");
const proxy = "/etc/apt/apt.conf.d/30proxy";
const conf = "/etc/mine/mine.conf";
const license = "/etc/mine/license";
const program = "/usr/local/bin/mine";
const release = Buffer.from("#!/bin/sh\n# a release \0 of bytes\n");
const owner = fileOf("", "").owner as string;

const values = ({ secret }: { readonly secret: { readonly field: string } }) =>
  secret.field === "password" ? "hunter2hunter2hunter2" : awkwardValues.join("\n");
const artifact = { path: program, url: "https://example.org/mine", owner } as const;
const fetched = () => {
  const file = join(machine.root, "release");
  writeFileSync(file, release);
  return { file, bytes: release.length, sum: createHash("sha256").update(release).digest("hex") };
};
const supplies = { values, artifacts: fetched };

const secretFile: BundleFile = { ...fileOf(conf, "", "0600"), content: content`password = ${password}\n` };
const bundle = bundleOf({
  target: "mine",
  packages: ["mine-server"],
  files: [
    fileOf(proxy, "Acquire::http::Proxy here;\n"),
    { ...fileOf(license, "", "0600"), content: content`${brought}` },
    secretFile,
  ],
  artifacts: [artifact],
  units: [{ name: "mine.service", files: [conf, program] }],
});

test("a container gets packages, secrets byte for byte and a vendor's file, and stores the digest of its bundle", async () => {
  const { summary, text } = await pushInside(bundle, supplies);
  expect(summary).toBe("1 package installed, 4 files changed, 1 unit restarted");
  expect(text).toMatch(/^send {5}\/usr\/local\/bin\/mine/m);
  // The settings of the package proxy are written before the packages are installed, the rest after.
  expect(text).toMatch(/30proxy\ninstall {2}mine-server\n.*mine\.conf/s);
  expect(read(conf)).toBe("password = hunter2hunter2hunter2\n");
  expect(read(license)).toBe(textOf(content`${brought}`, values));
  expect(read(program)).toBe(release.toString());
  expect(machine.state(at("/usr/local/bin"))["mine"]).toMatch(/^100755 /);
  expect((await inside(async (shell) => JSON.stringify(await stampOf(shell)))).summary).toBe(
    JSON.stringify({ digest: bundleDigest(bundle), unfinished: false }),
  );
  // No secret stays in memory, and the vendor's file has moved to its path.
  expect(JSON.stringify(machine.state(at("/run/homelab")))).not.toContain("hunter2");
  expect(machine.state(at("/var/lib/homelab/incoming"))).toEqual({});

  const before = machine.state(at("/etc"));
  expect(await pushInside(bundle, supplies)).toEqual({ summary: "0 changes", text: "" });
  expect(machine.state(at("/etc"))).toEqual(before);
});

test("no line contains a secret: neither in a dry run, nor from a program that rejects the file", async () => {
  const wordy = { ...bundle, checks: [{ file: conf, command: ["sh", "-c", 'cat "$1"; false', "sh", "{}"] }] };
  await pushInside(bundle, { ...supplies, values: () => "another0another0another0" });
  const dry = await pushInside(bundle, { ...supplies, dryRun: true });
  expect(dry.text).toContain(`write    ${conf}\n         contains secrets, so its lines are not shown`);
  const refused = await pushInside(wordy, supplies);
  expect(refused.text).toContain("password = <mine/password>");
  expect(`${dry.text}${refused.text}${refused.error}`).not.toMatch(/hunter2|another0/);
});

test("nor in the reports of a precaution", async () => {
  const lines: string[] = [];
  const shell: Shell = {
    run: () => Promise.resolve({ code: 0, stdout: "= done", stderr: "" }),
    close: () => Promise.resolve(),
  };
  await pushTo(shell, bundleOf({ files: [secretFile] }), {
    ...supplies,
    who: "me",
    report: (line) => lines.push(line),
    precaution: {
      parts: [],
      before: [],
      way: "",
      settle: (_, report) => Promise.resolve(report("what was there: hunter2hunter2hunter2")),
    },
  });
  expect(lines).toEqual(["what was there: <mine/password>"]);
});

test("when a package does not exist, APT's files are rolled back too, and the error says why", async () => {
  machine.write(at("/run/stand-in/unknown/mine-server"), "");
  const { error, text } = await pushInside(bundle, supplies);
  expect(error).toMatch(/^HomelabError/);
  expect(text).toMatch(/Unable to locate package mine-server\nPackages cannot be installed: mine-server.*Fix:/s);
  expect(machine.state(at("/etc"))).toEqual({});
  // The vendor's file is not sent again.
  machine.mend(`../../..${at("/run/stand-in/unknown/mine-server")}`);
  const again = await pushInside(bundle, supplies);
  expect(again.summary).toContain("4 files changed");
  expect(again.text).not.toContain("send ");
});

test("a full disk is detected before the first file is written", async () => {
  machine.write(at("/run/stand-in/free"), "100");
  const { text } = await pushInside({ ...bundle, packages: [] }, supplies);
  expect(text).toMatch(/The disk is full: \d+ KiB are needed, 100 KiB are free\. Nothing was changed\. Fix: /);
  expect(machine.state(at("/etc"))).toEqual({});
});

test("a push waits for a container that is still booting", async () => {
  machine.write(at("/run/stand-in/booting"), "starting\n");
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    if (line.startsWith("wait")) machine.mend(`../../..${at("/run/stand-in/booting")}`);
  };
  const { summary } = await pushInside(bundleOf({ files: [fileOf(conf, "")] }), { report });
  expect([summary, ...said]).toEqual(["1 file changed", "wait     for the machine to boot", `write    ${conf}`]);
});

test("the error for a stopped or missing container has its fix", async () => {
  machine.write(at("/stopped"), "");
  expect((await pushInside(bundle, supplies)).error).toMatch(
    /^Unreachable: .*105 \(mine\) is not running.*pct start 105/s,
  );
  machine.write("/guests/106", "");
  machine.remove();
  machine = newMachine();
  expect((await pushInside(bundle, supplies)).error).toMatch(
    /^Unreachable: There is no container 105.*cdktf deploy database/s,
  );
});

test("a broken connection does not stop a push, and an unhealthy one is rolled back", async () => {
  const plain = bundleOf({ files: [fileOf(conf, "one\n")] });
  machine.fault("drop", "take time");
  const slow = { ...plain, steps: [{ name: "take time", command: ["sleep", "0.7"], files: [conf] }] };
  expect(await pushInside(slow)).toMatchObject({
    summary: "1 file changed",
    text: expect.stringContaining("the machine continues by itself") as string,
  });
  const { error, text } = await pushInside({
    ...bundleOf({ files: [fileOf(conf, "two\n")] }),
    health: [{ name: "it answers", command: ["false"], seconds: 0 }],
  });
  expect([error, text]).toEqual([
    expect.stringMatching(/^HomelabError/),
    expect.stringContaining("Not healthy: it answers"),
  ]);
  expect(read(conf)).toBe("one\n");
});
