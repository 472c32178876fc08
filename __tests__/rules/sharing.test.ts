import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** A test file that expects a clean global object and soils it. Two of them, in any order, show what one leaves behind. */
const soiling = `
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { loaded } from "./shared";

const round = Math.round(0.9);

test("finds the global object as it was at the start", () => {
  loaded.push(__filename);
  appendFileSync(join(__dirname, "loaded"), String(loaded.length));
  expect({
    key: (globalThis as { left?: unknown }).left,
    directory: process.cwd(),
    code: process.exitCode,
    variable: process.env["LEFT"],
    round,
  }).toEqual({ directory: join(__dirname, ".."), round: 1 });
  expect(Date.now()).toBeGreaterThan(1);
  expect(new Date().getFullYear()).toBeGreaterThan(2000);

  (globalThis as { left?: unknown }).left = "left";
  process.chdir("/");
  process.exitCode = 9;
  process.env["LEFT"] = "left";
  Date.now = () => 1;
  globalThis.Date = class extends Date { override getFullYear() { return 1; } } as never;
  jest.spyOn(Math, "round").mockReturnValue(7);
});
`;

test("modules are shared by the test files of a worker, which find nothing else that another file left", () => {
  const directory = mkdtempSync(join(tmpdir(), "homelab-sharing-"));
  try {
    for (const path of ["jest.config.cjs", "__tests__/support/shared"]) {
      cpSync(join(root, path), join(directory, path), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    writeFileSync(join(directory, "__tests__/shared.ts"), "export const loaded: string[] = [];\n");
    for (const name of ["one", "two"]) writeFileSync(join(directory, `__tests__/${name}.test.ts`), soiling);
    const { status, stderr } = spawnSync(
      process.execPath,
      ["node_modules/jest/bin/jest.js", "--runInBand", "--watchman=false"],
      {
        cwd: directory,
        encoding: "utf8",
        timeout: 60_000,
      },
    );
    expect(stderr).toContain("Tests:       2 passed, 2 total");
    expect(status).toBe(0);
    expect(readFileSync(join(directory, "__tests__/loaded"), "utf8")).toBe("12");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
