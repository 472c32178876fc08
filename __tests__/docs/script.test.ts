import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedDirectory, writeDocs } from "../../scripts/docs";
import { runScript } from "../../scripts/script";
import { recordingTerminal } from "../support/terminal";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "homelab-docs-"));
  copyFileSync(join(__dirname, "..", "sites", "minimal.yaml"), join(root, "homelab.yaml"));
});

afterEach(() => rmSync(root, { recursive: true }));

/** `npm run docs` in a project that contains only a homelab.yaml. */
async function docs(...args: readonly string[]) {
  const terminal = recordingTerminal();
  const code = await runScript("docs", args, terminal, () => writeDocs(root));
  return { code, out: terminal.outText(), err: terminal.errText() };
}

test("the first run writes every page, the next one reports that all are current, and a changed page is restored", async () => {
  const page = join(root, generatedDirectory, "budget.md");
  expect((await docs()).out).toMatch(/^(\d+) of \1 pages written: .*budget\.md/);
  const { code, out } = await docs();
  expect(code).toBe(0);
  expect(out.trimEnd()).toMatch(/^\d+ pages, all current\.$/);
  const sound = readFileSync(page, "utf8");
  writeFileSync(page, "edited by hand\n");
  expect((await docs()).out).toMatch(/^1 of \d+ pages written: budget\.md\.$/m);
  expect(readFileSync(page, "utf8")).toBe(sound);
});

test("an obsolete page is removed, such as the household's DNS zone when all clients get the same answers", async () => {
  await docs();
  const networks = ["management", "database", "infrastructure", "apps"].map((name) => `${name}: { bridge: vmbr0 }`);
  appendFileSync(join(root, "homelab.yaml"), `uplink: { mode: external }\nnetworks: { ${networks.join(", ")} }\n`);
  expect((await docs()).out).toMatch(/Removed: .*dns\/lan\.zone/);
  expect(existsSync(join(root, generatedDirectory, "dns", "lan.zone"))).toBe(false);
  expect((await docs()).out).toContain("all current");
});

test("an argument is refused with a sentence, as a usage error", async () => {
  const { code, out, err } = await docs("--site", "other.yaml");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain('npm run docs takes no arguments, but got "--site other.yaml".');
});

test("a homelab.yaml with a fault gives the fault, not a stack trace", async () => {
  writeFileSync(join(root, "homelab.yaml"), "version: 1\n");
  const { code, err } = await docs();
  expect(code).toBe(1);
  expect(err).toContain("homelab.yaml:1:1");
  expect(err).not.toContain("    at ");
});
