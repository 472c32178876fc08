import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { progressOf } from "../../lab/containers";
import { HomelabError } from "../../homelab/values/error";

describe("how far containers have come", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lab-containers-"));
    put("lab/guests/105/disk/upper/etc/hostname", "postgres\n");
    put("lab/guests/router/net", "");
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    appendFileSync(join(root, path), text);
  };

  test.each([
    ["it says something while it starts", "console"],
    ["dpkg unpacks a package", "disk/upper/var/log/dpkg.log"],
    ["APT fetches a list", "disk/upper/var/lib/apt/lists/partial/InRelease"],
    ["APT fetches a package", "disk/upper/var/cache/apt/archives/partial/curl.deb"],
  ])("one gets on when %s", (_, path) => {
    put(`lab/guests/105/${path}`, "some");
    const before = progressOf(root);
    expect(progressOf(root)).toBe(before);
    put(`lab/guests/105/${path}`, " more");
    expect(progressOf(root)).not.toBe(before);
  });

  test("an APT that waits for an answer writes down nothing, and does not get on", () => {
    put("lab/guests/105/disk/upper/var/lib/apt/lists/partial/InRelease", "");
    const before = progressOf(root);
    writeFileSync(join(root, "lab/guests/105/disk/upper/var/lib/apt/lists/partial/InRelease"), "");
    put("lab/guests/105/disk/upper/var/log/journal/system.journal", "it waits");
    expect(progressOf(root)).toBe(before);
  });

  test("one that has ended by itself is named, with its last words", () => {
    put("lab/guests/105/nspawn", "4711\n");
    put("lab/guests/105/console", "Failed to mount /proc.\n");
    put("proc/4711/status", "");
    expect(() => progressOf(root)).not.toThrow();
    rmSync(join(root, "proc/4711"), { recursive: true });
    expect(() => progressOf(root)).toThrow(HomelabError);
    expect(() => progressOf(root)).toThrow(/^postgres has ended by itself\. .*\n.*Failed to mount/);
  });

  test("before there is any, nothing is amiss", () => {
    rmSync(join(root, "lab"), { recursive: true });
    expect(progressOf(root)).toBe("");
  });
});
