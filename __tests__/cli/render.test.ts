import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/program";
import { recordingTerminal } from "../support/terminal";

const site = join(__dirname, "..", "sites", "minimal.yaml");
const directory = mkdtempSync(join(tmpdir(), "homelab-render-"));
afterAll(() => rmSync(directory, { recursive: true }));

async function render(...args: readonly string[]) {
  const terminal = recordingTerminal();
  const code = await run(["render", ...args, "--site", site], terminal);
  return { code, out: terminal.outText(), err: terminal.errText() };
}

test("the bundle of a guest is printed in full, with references in place of secrets", async () => {
  const { code, out, err } = await render("redis");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^# redis {2}[0-9a-f]{64}\n\npackages:\n {2}/);
  expect(out).toContain("(contains secrets)");
  expect(out).toContain("op://homelab/");
  expect(out).toMatch(/\nunits:\n.*\nhealth:\n/s);
  expect(out).not.toMatch(/^# postgres /m);
});

test("or written to files, and never over existing ones", async () => {
  const out = join(directory, "rendered");
  const first = await render("pve", "homeassistant", "--out", out);
  expect(first).toMatchObject({ code: 0, err: "homeassistant has no bundle." });
  expect(first.out).toMatch(/rendered\/pve: \d+ files$/);
  expect(readFileSync(join(out, "pve/files/etc/homelab/firewall.nft"), "utf8")).toContain("table inet homelab");
  expect(readFileSync(join(out, "pve/bundle.txt"), "utf8")).toContain("/etc/homelab/firewall.nft  0644  root:root");
  const again = await render("pve", "postgres", "--out", out);
  const mongodb = await render("mongodb");
  expect(mongodb.out).toMatch(
    /^ {2}\/etc\/apt\/keyrings\/\S+ {2}0644 {2}root:root {2}from https:\S+ {2}secured by HTTPS only$/m,
  );
  expect(mongodb.out).toMatch(/\nhealth:\n {2}.*, within \d+ s: /);
  expect(again).toMatchObject({
    code: 1,
    err: `${out} already contains pve. Nothing was written.\nFix: Delete it, or name another directory.`,
  });
  expect(existsSync(join(out, "postgres"))).toBe(false);
  await render("postgres", "mongodb", "redis", "minio", "--out", out);
  expect((await render("--out", out)).err).toMatch(/ already contains \w+, \w+, \w+ and 2 more\./);
});

test("a directory with other contents is left alone", async () => {
  writeFileSync(join(directory, "mine.txt"), "mine");
  const { code, err } = await render("pve", "--out", directory);
  expect(code).toBe(1);
  expect(err).toContain("mine.txt");
  expect(err).toContain("Nothing was written.");
  expect(existsSync(join(directory, "pve"))).toBe(false);
});

test("an unknown name is refused, with the likely one", async () => {
  expect(await render("postgre")).toMatchObject({
    code: 2,
    err: "There is no machine postgre. Did you mean postgres?",
  });
});
