import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { diagnose, type Diagnosis } from "../../cli/doctor";
import type { Reading } from "../../cli/doctor/check";
import { thisSystem, type Connection, type Executed, type System } from "../../cli/doctor/system";
import { doctorOf } from "../../cli/verbs/doctor";
import { catalogOf } from "../../homelab/catalog";
import { assemble, type Homelab } from "../../homelab/model";
import { parseSite, type Site } from "../../homelab/site";
import { issueCa } from "../../provision/certificates/issue";
import { programsWithin } from "../../provision/program";
import type { Vault } from "../../provision/secrets/vault";
import { recordingTerminal } from "../support/terminal";
import { memoryVault } from "../support/vault";
import { HomelabError } from "../../homelab/values/error";

const root = "/project";
const minimal = readFileSync(join(__dirname, "../sites/minimal.yaml"), "utf8");
const lock = (packages: object) => JSON.stringify({ packages });

const siteOf = (lines = ""): Site => parseSite("homelab.yaml", `${minimal}\n${lines}\n`).site;

const labs = new Map<string, Homelab>();

/** With an empty vault. */
function soundReading(site: Site, warnings = 0): Reading {
  const key = JSON.stringify(site);
  const lab = labs.get(key) ?? assemble(site, catalogOf(site)).lab;
  labs.set(key, lab);
  return { site, lab, vault: memoryVault().vault, warnings };
}

/** The differences between a machine and a sound one. */
interface Machine {
  readonly node?: string;
  readonly programs?: Readonly<Record<string, Executed>>;
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly env?: System["env"];
  readonly connection?: Connection;
  /** The answer of public DNS for every name. */
  readonly addresses?: readonly string[];
  readonly isDeaf?: true;
  readonly readOnly?: true;
  readonly bindings?: string;
  /** Further lines of homelab.yaml. */
  readonly site?: string;
  readonly reading?: Reading;
  readonly vault?: Vault;
  readonly offline?: true;
}

const programs: Readonly<Record<string, Executed>> = {
  "git -C /project status --porcelain": { code: 0, output: "" },
  "terraform version": { code: 0, output: "Terraform v1.11.4\non linux_amd64\n" },
  "op --version": { code: 0, output: "2.30.0\n" },
  "op whoami": { code: 0, output: "" },
  "ssh -V": { code: 0, output: "OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.17\n" },
  "ssh-add -l": { code: 0, output: "256 SHA256:abc (ED25519)\n" },
};

const files: Readonly<Record<string, string>> = {
  "/project/package.json": JSON.stringify({ engines: { node: "^20.19.0 || ^22.13.0 || >=24" } }),
  "/project/package-lock.json": lock({
    "": {},
    "node_modules/zod": { version: "4.6.7" },
    "node_modules/jest": { version: "30.5.2", dev: true },
    "node_modules/@esbuild/aix-ppc64": { version: "0.27.0", optional: true },
  }),
  "/project/node_modules/.package-lock.json": lock({
    "node_modules/zod": { version: "4.6.7" },
    "node_modules/jest": { version: "30.5.2", dev: true },
  }),
  "/project/state": "",
};

function systemOf(machine: Machine): System {
  const has: Readonly<Record<string, string | undefined>> = { ...files, ...machine.files };
  return {
    env: machine.env ?? {},
    nodeVersion: machine.node ?? "22.13.0",
    execute: (program, args) =>
      Promise.resolve({ ...programs, ...machine.programs }[[program, ...args].join(" ")] ?? { output: "" }),
    read: (file) => has[file],
    exists: (path) => has[path] !== undefined,
    isWritable: () => !machine.readOnly,
    resolve: () => Promise.resolve(machine.addresses),
    stun: () => Promise.resolve(machine.isDeaf !== true),
    connect: () => Promise.resolve(machine.connection ?? { kind: "trusted" }),
    vaultOf: () => machine.vault ?? memoryVault().vault,
    bindingsProblem: () => machine.bindings,
  };
}

async function diagnoses(machine: Machine): Promise<readonly Diagnosis[]> {
  const sound = soundReading(siteOf(machine.site ?? "domain: home.arpa"));
  const reading = machine.reading ?? { ...sound, ...(machine.vault && { vault: machine.vault }) };
  const context = { system: systemOf(machine), root, file: "/project/homelab.yaml", reading };
  return diagnose(context, { offline: machine.offline ?? false });
}

/** `level text Fix: fix` of one line. */
async function lineOf(name: string, machine: Machine): Promise<string> {
  const found = (await diagnoses(machine)).find((diagnosis) => diagnosis.name === name);
  if (found === undefined) throw new Error(`The doctor has no line ${name}.`);
  return `${found.level} ${found.text}${"fix" in found ? ` Fix: ${found.fix}` : ""}`;
}

const gone: Executed = { output: "" };
const own = "domain: home.example.org";
const s3 = "state: { backend: s3, s3: { bucket: b, region: r } }";
const age = "secrets: { backend: age }";
const closedVault = {
  ...memoryVault().vault,
  ready: () => Promise.reject(new HomelabError("It is damaged.", { fix: "Mend it." })),
};

test.each<readonly [line: string, why: string, machine: Machine, expected: RegExp]>([
  ["Node.js", "a supported major", { node: "20.19.4" }, /^ok 20\.19\.4\.$/],
  ["Node.js", "a later one", { node: "26.1.0" }, /^ok/],
  ["Node.js", "too old a patch", { node: "20.18.3" }, /^fail 20\.18\.3 is not supported .* Fix: Install/],
  ["Node.js", "an odd release between", { node: "23.9.0" }, /^fail/],
  ["git", "clean", {}, /^ok/],
  [
    "git",
    "changes",
    { programs: { "git -C /project status --porcelain": { code: 0, output: " M a\n?? b\n" } } },
    /^warn 2 changed/,
  ],
  [
    "git",
    "no repository",
    { programs: { "git -C /project status --porcelain": { code: 128, output: "fatal" } } },
    /^warn .* not a git repository/,
  ],
  [
    "git",
    "not installed",
    { programs: { "git -C /project status --porcelain": gone } },
    /^warn git is not installed.*Install git/,
  ],
  ["npm packages", "complete without those of other platforms", {}, /^ok/],
  [
    "npm packages",
    "nothing",
    { files: { "/project/node_modules/.package-lock.json": undefined } },
    /^fail No package is installed.*npm ci/,
  ],
  [
    "npm packages",
    "one is old",
    { files: { "/project/node_modules/.package-lock.json": lock({ "node_modules/zod": { version: "4.0.0" } }) } },
    /^fail 2 packages/,
  ],
  [
    "npm packages",
    "--omit=dev",
    { files: { "/project/node_modules/.package-lock.json": lock({ "node_modules/zod": { version: "4.6.7" } }) } },
    /^warn 1 development/,
  ],
  ["Provider bindings", "current", {}, /^ok/],
  [
    "Provider bindings",
    "stale",
    { bindings: "The bindings are stale. Run `npm run get`." },
    /^fail The bindings are stale\. Fix: Run npm run get\.$/,
  ],
  ["homelab.yaml", "sound", {}, /^ok/],
  ["homelab.yaml", "warnings", { reading: soundReading(siteOf(), 2) }, /^warn 2 warnings\. Fix: Run homelab check/],
  [
    "homelab.yaml",
    "wrong",
    { reading: { problems: 1 } },
    /^fail 1 problem\. Fix: Run homelab check --site \/project\/homelab\.yaml/,
  ],
  [
    "homelab.yaml",
    "unexpected",
    { reading: { problems: 1, reason: "out of luck" } },
    /^fail It could not be read: out of luck/,
  ],
  [
    "Examples",
    "example mail",
    {},
    /^warn Still the shipped example: the SSH key, the mail address of operator\. Fix: Put your own/,
  ],
  ["Examples", "a wrong file", { reading: { problems: 1 } }, /^skipped Needs a valid homelab\.yaml/],
  ["Domain", ".local", { site: "domain: homelab.local" }, /^warn homelab\.local: .*RFC 6762/],
  ["Domain", "another", {}, /^ok home\.arpa\.$/],
  ["State", "local", {}, /^ok Local, in state\//],
  ["State", "local, first time", { files: { "/project/state": undefined } }, /^ok/],
  ["State", "local, not writable", { readOnly: true }, /^fail state\/ is not writable/],
  [
    "State",
    "remote without credentials",
    { site: s3, env: { AWS_ACCESS_KEY_ID: "a" } },
    /^warn s3, but AWS_SECRET_ACCESS_KEY is not in.*homelab env/,
  ],
  [
    "State",
    "remote with credentials",
    { site: s3, env: { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" } },
    /^ok s3/,
  ],
  ["State in CI", "not there", { env: { CI: "false" } }, /^ok Not in CI/],
  ["State in CI", "local state", { env: { CI: "true" } }, /^fail .*Fix: Set state\.backend/],
  ["State in CI", "remote state", { env: { CI: "true" }, site: s3 }, /^ok In CI with s3/],
  ["Terraform", "there", {}, /^ok Terraform 1\.11\.4/],
  [
    "Terraform",
    "old",
    { programs: { "terraform version": { code: 0, output: "Terraform v1.4.7" } } },
    /^fail Terraform 1\.4\.7 is older than 1\.5/,
  ],
  [
    "Terraform",
    "old for the S3 lock file",
    { site: s3, programs: { "terraform version": { code: 0, output: "Terraform v1.9.8" } } },
    /^fail .* older than 1\.10/,
  ],
  [
    "Terraform",
    "OpenTofu alone",
    { programs: { "terraform version": gone, "tofu version": { code: 0, output: "OpenTofu v1.10.0" } } },
    /^ok OpenTofu 1\.10\.0/,
  ],
  ["Terraform", "neither", { programs: { "terraform version": gone } }, /^warn Neither .* Fix: Install Terraform 1\.5/],
  ["1Password", "there", {}, /^ok op 2\.30\.0/],
  [
    "1Password",
    "old",
    { programs: { "op --version": { code: 0, output: "2.9.1" } } },
    /^fail op 2\.9\.1 is older than 2\.18/,
  ],
  ["1Password", "missing", { programs: { "op --version": gone } }, /^warn The 1Password CLI/],
  ["1Password", "not used", { site: age }, /^skipped/],
  ["1Password sign-in", "signed in", {}, /^ok/],
  [
    "1Password sign-in",
    "signed out",
    { programs: { "op whoami": { code: 1, output: "" } } },
    /^fail op is not signed in.*OP_SERVICE_ACCOUNT_TOKEN/,
  ],
  ["1Password sign-in", "missing", { programs: { "op whoami": gone } }, /^skipped/],
  ["1Password sign-in", "not used", { site: age }, /^skipped Not used/],
  ["1Password sign-in", "--offline", { offline: true }, /^skipped Not checked, because of --offline/],
  [
    "Secrets",
    "nothing made yet",
    {},
    /^warn The test vault lacks \d+ of \d+ secrets\. Fix: Run homelab secrets create/,
  ],
  ["Secrets", "op is locked", { programs: { "op whoami": { code: 1, output: "" } } }, /^skipped Needs the 1Password/],
  ["Secrets", "--offline", { offline: true }, /^skipped Not checked, because of --offline/],
  ["Secrets", "a file needs no other host", { offline: true, site: age }, /^warn The test vault lacks/],
  ["Secrets", "a vault that cannot be used", { vault: closedVault }, /^fail It is damaged\. Fix: Mend it\.$/],
  ["Certificates", "none yet", {}, /^skipped No certificate is issued yet/],
  ["1Password reads", "used", {}, /^ok A full deployment reads \d+ items; 1Password allows 1,000 an hour/],
  ["1Password reads", "not used", { site: age }, /^skipped/],
  ["SSH", "with a key", {}, /^ok OpenSSH 9\.2/],
  [
    "SSH",
    "without a key",
    { programs: { "ssh-add -l": { code: 1, output: "" } } },
    /^warn .*holds no key\. Fix: Run ssh-add/,
  ],
  ["SSH", "without an agent", { programs: { "ssh-add -l": { code: 2, output: "" } } }, /^warn No SSH agent is running/],
  ["SSH", "missing", { programs: { "ssh -V": gone } }, /^warn ssh is not installed/],
  ["Proxmox VE", "trusted", {}, /^ok \w+ answers with a trusted certificate/],
  [
    "Proxmox VE",
    "its own certificate",
    { connection: { kind: "untrusted", reason: "self-signed" } },
    /^ok .*not checked, because insecure is true/,
  ],
  [
    "Proxmox VE",
    "unreachable",
    { connection: { kind: "unreachable", reason: "no answer within 2 s" } },
    /^fail .*does not answer at https:.*no answer within 2 s/,
  ],
  ["Proxmox VE", "--offline", { offline: true }, /^skipped Not checked, because of --offline/],
  [
    "Proxmox VE token",
    "there",
    { env: { PROXMOX_VE_API_TOKEN: "a" } },
    /^ok PROXMOX_VE_API_TOKEN is in the environment/,
  ],
  [
    "Proxmox VE token",
    "missing, with 1Password",
    {},
    /^warn PROXMOX_VE_API_TOKEN is not .*only a deployment needs it\. Fix: .*op run .*homelab env/,
  ],
  ["Proxmox VE token", "missing, without 1Password", { site: age }, /^warn .* Fix: Deploy through homelab env -- /],
  ["Public names", "a private domain", {}, /^skipped home\.arpa has no public names: VPN peers on the road/],
  [
    "Public names",
    "found in public DNS",
    { site: own, addresses: ["203.0.113.7"] },
    /^ok .*netbird\.home\.example\.org is 203\.0\.113\.7/,
  ],
  ["Public names", "no record", { site: own, addresses: [] }, /^warn Public DNS has no address for .*netbird.*records/],
  ["Public names", "CGNAT", { site: own, addresses: ["100.64.1.2"] }, /^warn .*100\.64\.1\.2 .*cannot reach.*CGNAT/],
  ["Public names", "no public DNS", { site: own }, /^warn Public DNS does not answer/],
  ["Public names", "--offline", { site: own, offline: true }, /^skipped Not checked, because of --offline/],
  ["Port forwards", "both", { site: own, addresses: ["203.0.113.7"] }, /^ok TCP 443 and UDP 3478 answer at 203/],
  [
    "Port forwards",
    "no STUN",
    { site: own, addresses: ["203.0.113.7"], isDeaf: true },
    /^warn UDP 3478 does not answer at 203\.0\.113\.7\. Fix: Set the port forwards/,
  ],
  ["Port forwards", "no public address", { site: own, addresses: ["10.0.0.1"] }, /^skipped Needs a public name/],
  ["Proxmox VE", "a wrong file", { reading: { problems: 1 } }, /^skipped/],
])("%s: %s", async (line, _why, machine, expected) => {
  expect(await lineOf(line, machine)).toMatch(expected);
});

async function vaultWithCa(now: Date) {
  const { certificate, key } = await issueCa("home.arpa", { now, serial: () => "01" });
  return memoryVault({ "ca/certificate": certificate, "ca/key": key }).vault;
}

test("the fix for an expired private CA is the command that renews it", async () => {
  const vault = await vaultWithCa(new Date("2010-01-01"));
  expect(await lineOf("Certificates", { vault })).toMatch(
    /^warn The private CA: it has expired\. Fix: Run homelab secrets certificates --renew-authority/,
  );
});

test("certificates that are due are named", async () => {
  const vault = await vaultWithCa(new Date());
  expect(await lineOf("Certificates", { vault })).toMatch(
    /^warn Due: .*postgres \(not issued yet\).* Fix: Run homelab secrets certificates/,
  );
});

test("replaced examples cause no warning", async () => {
  const key = `ssh-ed25519 ${Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0 0123456789abcdef0123456789abcdef", "latin1").toString("base64")}`;
  const text = minimal.replace(/ssh-ed25519 .*/, key).replace("operator@example.org", "operator@home.arpa");
  const { site } = parseSite("homelab.yaml", text);
  expect(await lineOf("Examples", { reading: soundReading(site) })).toMatch(/^ok/);
});

test("an untrusted certificate fails when homelab.yaml requires a trusted one", async () => {
  const { site } = parseSite("homelab.yaml", minimal);
  const nodes = Object.fromEntries(
    Object.entries(site.pve.nodes).map(([name, node]) => [name, { ...node, insecure: false }]),
  );
  const reading: Reading = soundReading({ ...site, pve: { ...site.pve, nodes } });
  const line = await lineOf("Proxmox VE", { reading, connection: { kind: "untrusted", reason: "self-signed" } });
  expect(line).toMatch(/^fail .*not trusted: self-signed\. Fix: .*insecure: true/);
});

describe("the verb", () => {
  const file = join(__dirname, "../sites/minimal.yaml");
  const runOn = async (machine: Machine, options: { json?: true; offline?: true; site?: string } = {}) => {
    const terminal = recordingTerminal();
    // Files come from the real checkout; everything else is the machine's.
    const system = { ...systemOf(machine), read: thisSystem.read, exists: thisSystem.exists };
    const code = await doctorOf(system).run({ site: file, ...options }, terminal);
    return { code, text: terminal.outText() };
  };

  test("ends with 0 when there are warnings only", async () => {
    expect(await runOn({ programs: { "op --version": gone } })).toMatchObject({ code: 0 });
  });

  test("ends with 1 when something failed", async () => {
    expect(await runOn({ node: "18.20.0", connection: { kind: "unreachable", reason: "x" } })).toMatchObject({
      code: 1,
    });
  });

  test("ends with 3 when a host does not answer and nothing else is wrong", async () => {
    const { code, text } = await runOn({ connection: { kind: "unreachable", reason: "x" } });
    expect(code).toBe(3);
    expect(text).toMatch(/^fail +Proxmox VE +.* Fix: /m);
  });

  test("ends with 0 for the same machine with --offline", async () => {
    expect(await runOn({ connection: { kind: "unreachable", reason: "x" } }, { offline: true })).toMatchObject({
      code: 0,
    });
  });

  test("prints JSON with the content of the lines", async () => {
    const { text } = await runOn({ node: "18.20.0" }, { json: true });
    expect(JSON.parse(text)).toContainEqual({
      name: "Node.js",
      level: "fail",
      text: expect.stringContaining("18.20.0 is not supported") as string,
      fix: expect.stringContaining("Install") as string,
    });
  });

  test("a missing homelab.yaml is one failed line", async () => {
    const { code, text } = await runOn({}, { site: "nowhere.yaml" });
    expect(code).toBe(1);
    expect(text).toMatch(/^fail +homelab\.yaml +1 problem\./m);
  });
});

describe("this machine", () => {
  test("a missing program has no exit code; an installed one has its own", async () => {
    expect(await thisSystem.execute("no-such-program-here", [])).toEqual({ output: "" });
    expect(await thisSystem.execute(process.execPath, ["-e", "console.error('x'); process.exit(3)"])).toEqual({
      code: 3,
      output: "x\n",
    });
  });

  test("a program that waits for the user is stopped", async () => {
    const run = programsWithin(50);
    expect(await run(process.execPath, ["-e", "setInterval(() => {}, 1000)"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/does not answer/) as string,
    });
  });

  test("a closed port is unreachable, at once", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await thisSystem.connect("127.0.0.1", port)).toMatchObject({ kind: "unreachable" });
  });
});
