import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goldenChanges, goldenDirectory, goldenFiles, renewGolden } from "../../scripts/golden";

const root = join(__dirname, "..", "..");

describe("what ships matches its golden files (for an intended change: npm run golden, and commit the result)", () => {
  const { changed, missing, extra } = goldenChanges(join(root, goldenDirectory), goldenFiles(root));

  test("the same files, each with the same text", () => {
    expect({ changed: changed.map(([path]) => path), missing, extra }).toEqual({ changed: [], missing: [], extra: [] });
  });

  // One test for each file that differs, so that its name appears above its diff.
  for (const [path, golden, now] of changed) test(`${path} is unchanged`, () => expect(now).toBe(golden));
});

describe("npm run golden", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "homelab-golden-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const tree = new Map([
    ["shipped/machines/one/files/etc/hosts", "127.0.0.1 localhost\n"],
    ["shipped/stacks/apps/one.yaml", "a: 1\n"],
  ]);

  test("writes missing files, corrects different ones, removes obsolete ones, and then reports that all are current", () => {
    expect(renewGolden(directory, tree)).toMatch(/^0 golden files changed, 2 new, 0 removed\./);
    const [hosts, stale] = [join(directory, "shipped/machines/one/files/etc/hosts"), join(directory, "shipped/gone")];
    writeFileSync(hosts, "");
    mkdirSync(stale);
    writeFileSync(join(stale, "file"), "");
    expect(goldenChanges(directory, tree)).toEqual({
      changed: [["shipped/machines/one/files/etc/hosts", "", "127.0.0.1 localhost\n"]],
      missing: [],
      extra: ["shipped/gone/file"],
    });
    expect(renewGolden(directory, tree)).toMatch(/^1 golden files changed, 0 new, 1 removed\./);
    expect(readFileSync(hosts, "utf8")).toBe("127.0.0.1 localhost\n");
    expect(renewGolden(directory, tree)).toBe("2 golden files, all current.");
  });
});
