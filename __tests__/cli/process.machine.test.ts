import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The command as a process of its own; program.test.ts has the rest.
const root = join(__dirname, "../..");
const minimal = join(root, "__tests__/sites/minimal.yaml");

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "homelab-cli-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes a homelab.yaml: the minimal one and further lines. */
function siteWith(name: string, lines: string): string {
  const file = join(directory, name);
  writeFileSync(file, `${readFileSync(minimal, "utf8")}\n${lines}\n`);
  return file;
}

/** Runs a program of the project as a user does: in its own directory, with pipes instead of a terminal. */
function spawned(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(root, program), ...args],
    { cwd: directory, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { code: status, out: stdout, err: stderr };
}

/** Path -> content in hexadecimal, of every file below a directory. */
function filesBelow(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "hex")]),
  );
}

test("an invalid homelab leaves cdktf.out unchanged: exit code 1, no stack trace, no colour in a pipe", () => {
  rmSync(join(directory, "cdktf.out"), { recursive: true, force: true });
  mkdirSync(join(directory, "cdktf.out/stacks/host"), { recursive: true });
  writeFileSync(join(directory, "cdktf.out/manifest.json"), "old");
  writeFileSync(join(directory, "cdktf.out/stacks/host/cdk.tf.json"), "old too");
  const before = filesBelow(join(directory, "cdktf.out"));
  const file = siteWith("invalid.yaml", "apps: { n8nn: true }");
  const { code, err, out } = spawned("main.ts", [], { HOMELAB: file, CI: "true" });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^\S*invalid\.yaml:\d+:\d+ +apps\.n8nn/m);
  expect(err).not.toContain("\u001b");
  expect(err).not.toMatch(/^\s+at /m);
  expect(Object.keys(before)).toHaveLength(2);
  expect(filesBelow(join(directory, "cdktf.out"))).toEqual(before);
});

test("an empty HOMELAB is ignored", () => {
  writeFileSync(join(directory, "homelab.yaml"), readFileSync(minimal, "utf8"));
  expect(spawned("cli/homelab.ts", ["check"], { HOMELAB: "" })).toMatchObject({ code: 0 });
});

test("--site overrides HOMELAB; synth writes the stacks into its working directory, and removes a former stack", () => {
  const gone = join(directory, "cdktf.out/stacks/gone");
  mkdirSync(gone, { recursive: true });
  const { code, out } = spawned("main.ts", ["--site", minimal], { HOMELAB: "nowhere.yaml" });
  expect(code).toBe(0);
  expect(out).toMatch(/^host +\d+ resources +cdktf\.out\/stacks\/host\/cdk\.tf\.json$/m);
  expect(out).toMatch(/^7 stacks, \d+ resources in \d+\.\d s\.$/m);
  expect(existsSync(join(directory, "cdktf.out/stacks/host/cdk.tf.json"))).toBe(true);
  expect(existsSync(gone)).toBe(false);
});
