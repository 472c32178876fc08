import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { progressOf } from "../../lab/containers";
import { HomelabError } from "../../homelab/values/error";

describe("the progress of containers", () => {
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
    ["it prints a line while it starts", "console"],
    ["dpkg unpacks a package", "disk/upper/var/log/dpkg.log"],
    ["APT fetches a list", "disk/upper/var/lib/apt/lists/partial/InRelease"],
    ["APT fetches a package", "disk/upper/var/cache/apt/archives/partial/curl.deb"],
  ])("a container makes progress when %s", (_, path) => {
    put(`lab/guests/105/${path}`, "some");
    const before = progressOf(root);
    expect(progressOf(root)).toBe(before);
    put(`lab/guests/105/${path}`, " more");
    expect(progressOf(root)).not.toBe(before);
  });

  test("a container makes no progress while APT only waits for an answer", () => {
    put("lab/guests/105/disk/upper/var/lib/apt/lists/partial/InRelease", "");
    const before = progressOf(root);
    writeFileSync(join(root, "lab/guests/105/disk/upper/var/lib/apt/lists/partial/InRelease"), "");
    put("lab/guests/105/disk/upper/var/log/journal/system.journal", "it waits");
    expect(progressOf(root)).toBe(before);
  });

  test("a container that ended unexpectedly is named, with its last output", () => {
    put("lab/guests/105/nspawn", "4711\n");
    put("lab/guests/105/console", "Failed to mount /proc.\n");
    put("proc/4711/status", "");
    expect(() => progressOf(root)).not.toThrow();
    rmSync(join(root, "proc/4711"), { recursive: true });
    expect(() => progressOf(root)).toThrow(HomelabError);
    expect(() => progressOf(root)).toThrow(/^postgres ended unexpectedly\. .*\n.*Failed to mount/);
  });

  test("a lab without containers yet is not an error", () => {
    rmSync(join(root, "lab"), { recursive: true });
    expect(progressOf(root)).toBe("");
  });
});
