import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFor, fileText } from "../support/bundles";
import { minimalHomelab } from "../support/stacks";

describe("the host's own names", () => {
  const directory = mkdtempSync(join(tmpdir(), "homelab-hosts-"));
  const hosts = join(directory, "hosts");
  const list = join(directory, "list");
  const script = fileText(bundleFor("pve", minimalHomelab()), "/usr/local/sbin/homelab-hosts")
    .replaceAll("/etc/homelab/hosts", list)
    .replaceAll("/etc/hosts", hosts);
  const own = "127.0.0.1 localhost\n192.168.1.2 pve.example.org pve\n";
  const run = (before: string, names: string): string => {
    writeFileSync(hosts, before);
    writeFileSync(list, names);
    execFileSync("bash", ["-c", script]);
    return readFileSync(hosts, "utf8");
  };

  afterAll(() => rmSync(directory, { recursive: true }));

  test("stand in a block of their own; every other line stays, and a second run changes nothing", () => {
    const once = run(own, "10.0.30.10 auth.homelab.local\n");
    expect(once).toBe(`${own}# homelab: begin\n10.0.30.10 auth.homelab.local\n# homelab: end\n`);
    expect(run(once, "10.0.30.10 auth.homelab.local\n")).toBe(once);
    expect(run(`${once}10.9.9.9 mine\n`, "10.0.30.99 auth.homelab.local\n")).toBe(
      `${own}10.9.9.9 mine\n# homelab: begin\n10.0.30.99 auth.homelab.local\n# homelab: end\n`,
    );
  });

  test("leave with their block when there are none any more", () => {
    expect(run(run(own, "10.0.30.10 auth.homelab.local\n"), "")).toBe(own);
  });

  test("a block without its end is not touched, and told", () => {
    writeFileSync(hosts, `${own}# homelab: begin\n10.9.9.9 mine\n`);
    const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("# homelab: end");
    expect(readFileSync(hosts, "utf8")).toContain("10.9.9.9 mine\n");
  });
});
