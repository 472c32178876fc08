import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/program";
import { ageVault } from "../../provision/secrets/age-vault";
import { recordingTerminal } from "../support/terminal";

const directory = mkdtempSync(join(tmpdir(), "homelab-env-"));
const site = join(directory, "homelab.yaml");
const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");
writeFileSync(site, `${minimal}secrets: { backend: age }\n`);
afterAll(() => rmSync(directory, { recursive: true }));

const surroundings = { HOME: directory };
const secrets = join(directory, "secrets.age");
const vault = ageVault(secrets, surroundings);
beforeEach(() => vault.prepare({ dryRun: false }));
afterEach(() => rmSync(secrets));

async function homelab(...args: readonly string[]) {
  const terminal = recordingTerminal(surroundings);
  return { code: await run(args, terminal), out: terminal.outText(), err: terminal.errText() };
}

const program = "process.exit(process.env.PROXMOX_VE_API_TOKEN === 'kept' ? 0 : 9)";
const withCommand = () => homelab("env", "--site", site, "--", process.execPath, "-e", program);

test("a command gets the values from the vault, and its exit code is passed on", async () => {
  const write = (value: string) => vault.write([{ item: "proxmox", field: "api_token", value }]);
  const lacking = await withCommand();
  expect(lacking.code).toBe(1);
  expect(lacking.err).toMatch(/lacks proxmox\/api_token \(PROXMOX_VE_API_TOKEN\)\.\nFix: `homelab bootstrap`/);
  await write("another");
  expect((await withCommand()).code).toBe(9);
  await write("kept");
  expect(await withCommand()).toEqual({ code: 0, out: "", err: "" });
});

test("without a command, age has no references to print", async () => {
  const { code, out, err } = await homelab("env", "--site", site);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("homelab env -- npx cdktf diff host");
});

test("a signal that ends homelab env ends the command", async () => {
  await vault.write([{ item: "proxmox", field: "api_token", value: "kept" }]);
  const command = ["sh", "-c", "kill -TERM $PPID; exec sleep 5"];
  const { status } = spawnSync(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), "cli/homelab.ts", "env", "--site", site, "--", ...command],
    { env: { ...process.env, ...surroundings } },
  );
  expect(status).toBe(128 + 15);
});

test("a missing program is reported", async () => {
  await vault.write([{ item: "proxmox", field: "api_token", value: "kept" }]);
  expect(await homelab("env", "--site", site, "--", "no-such-program")).toEqual({
    code: 127,
    out: "",
    err: "no-such-program is not installed.",
  });
});
