import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { run as runCommand } from "../../cli/program";
import { bootstrapOf } from "../../cli/verbs/bootstrap";
import { fingerprint } from "../../provision/host-keys";
import type { RunProgram } from "../../provision/program";
import { freshPlan, hostKeys, worldOf, type World } from "../support/bootstrap";
import { recordingTerminal } from "../support/terminal";

const minimal = readFileSync(join(__dirname, "../sites/minimal.yaml"), "utf8");
const ed25519 = fingerprint({ type: "ssh-ed25519", body: hostKeys.ed25519 });
const allThere = ["homelab@pve!terraform", "homepage@pve!homelab", "n8n@pve!homelab", "pve-exporter@pve!homelab"];
const settled = ["fact\tversion\t8.4.1", "fact\tclient\t192.168.1.10", ...allThere.map((id) => `fact\t${id}\tpresent`)];
const known = [`ssh-ed25519 ${hostKeys.ed25519}`];

/** Runs the verb with its options read from a command line. */
async function run(args: readonly string[], world: World = {}, site = minimal) {
  const file = join(mkdtempSync(join(tmpdir(), "homelab-test-")), "house.yaml");
  writeFileSync(file, site);
  const { tools, log } = worldOf(world);
  const { run: others, shell, knownHosts } = tools;
  const terminal = recordingTerminal();
  const verb = bootstrapOf({ run: withOp(others, world), shell, knownHosts });
  const command = new Command("bootstrap").exitOverride();
  verb.configure(command);
  let code: number | undefined;
  command.action(async () => {
    code = await verb.run({ ...command.opts(), args: command.args } as never, terminal);
  });
  await command.parseAsync([...args, "--site", file], { from: "user" });
  return { code, log, file, out: terminal.outText(), err: terminal.errText() };
}

/** `op` with a vault that holds every token, or what the world says. */
const withOp =
  (others: RunProgram, { vault }: World): RunProgram =>
  (program, args, input) => {
    if (program !== "op") return others(program, args, input);
    if (vault?.ready !== undefined) return Promise.resolve({ code: 1, stdout: "", stderr: vault.ready.message });
    const fields = ["api_token", "homepage", "n8n", "pve-exporter"].map((label) => ({ label, value: "kept" }));
    return Promise.resolve({ code: 0, stdout: JSON.stringify({ id: "id", fields }), stderr: "" });
  };

test("a plan shows each step, why it is needed, and the command that makes the changes on exactly this host", async () => {
  const { code, out, file } = await run(["pve"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^pve {2}192\.168\.1\.2$/m);
  expect(out).toMatch(/^ {2}datastore {2}\S.*\n {4}would change +local takes snippets as well\.$/m);
  expect(out).toContain("Nothing was changed; 4 changes planned. To apply:");
  expect(out).toContain(`npm run homelab -- bootstrap pve --yes --host-key ${ed25519} --site ${file}`);
});

test("progress, for example a password prompt, goes to standard error", async () => {
  const { out, err } = await run([]);
  expect(err).toContain("ssh asks for the password");
  expect(out).not.toContain("ssh asks for the password");
});

test("with --yes it says what was done, and names the next command", async () => {
  const { code, out, log, file } = await run(["--yes"], { plan: settled, known });
  expect(code).toBe(0);
  expect(log).toContain("apply");
  expect(out).toMatch(/changed +local takes snippets as well\./);
  expect(out).toContain("Done: 1 change.");
  expect(out).toContain(`npm run --silent homelab -- env --site ${file} > homelab.env`);
  expect(out).toContain("op run --env-file=homelab.env -- npx cdktf diff host");
});

test("a prepared host needs no changes", async () => {
  const { code, out } = await run([], { plan: settled, known });
  expect(code).toBe(0);
  expect(out).toContain("Nothing to do.");
});

test.each<readonly [why: string, world: World, expected: number]>([
  ["something is refused", { plan: [...freshPlan, "refuse\tbridges\tIt has a port.\tTake another."] }, 1],
  ["the script fails", { plan: settled, known, apply: { code: 255, stderr: "no quorum" } }, 1],
  ["a host does not answer", { shown: [] }, 3],
  ["a host refuses the login", { known, loggedIn: false }, 3],
])("the exit code shows that %s", async (_, world, expected) => {
  expect((await run(["--yes"], world)).code).toBe(expected);
});

test("each refusal has its fix below it", async () => {
  const { out } = await run([], { plan: [...freshPlan, "refuse\tbridges\tIt has a port.\tTake another."] });
  expect(out).toMatch(/refused +It has a port\.\n +Fix: Take another\./);
  expect(out).toContain("Nothing was changed.");
});

test("after a failure half-way it says how many changes remain", async () => {
  const apply = { code: 255, stdout: "changed\trepositories\tdone.\n", stderr: "no quorum" };
  const { out } = await run(["--yes"], { plan: settled, known, apply });
  expect(out).toContain("Stopped after 1 change, which remain in effect.");
});

test("with secrets in an age file: without that file nothing starts, because a token could not be stored", async () => {
  const { code, out, log } = await run(["--yes"], { known }, `${minimal}secrets: { backend: age }\n`);
  expect(code).toBe(1);
  expect(log).not.toContain("apply");
  expect(out).toMatch(/refused +.*secrets\.age does not exist\.\n.*Fix: Run homelab secrets create/);
});

describe("a wrong command line", () => {
  const site = join(__dirname, "../sites/minimal.yaml");
  test.each<readonly [args: readonly string[], message: RegExp]>([
    [["pev"], /There is no node pev under pve\.nodes\. Did you mean pve\?/],
    [["--host-key", "SHA256:short"], /SHA256: and 43 characters/],
    [["--host-key"], /argument missing/],
    [["--force"], /unknown option/],
  ])("%j ends with 2 before any host is contacted", async (args, message) => {
    const terminal = recordingTerminal();
    expect(await runCommand(["bootstrap", "--site", site, ...args], terminal)).toBe(2);
    expect(terminal.errText()).toMatch(message);
  });
});
