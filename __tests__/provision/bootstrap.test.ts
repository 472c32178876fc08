import { existsSync, readFileSync } from "node:fs";
import { bootstrap, type BootstrapReport, type BootstrapWish } from "../../provision/bootstrap";
import { fingerprint } from "../../provision/host-keys";
import { freshPlan, hostKeys, uuid, worldOf, type World } from "../support/bootstrap";
import { externalUplink, minimalHomelab } from "../support/stacks";
import { HomelabError } from "../../homelab/values/error";

const ed25519 = fingerprint({ type: "ssh-ed25519", body: hostKeys.ed25519 });

async function run(world: World = {}, wish: Partial<BootstrapWish> = {}, more = "") {
  const { tools, ...seen } = worldOf(world);
  const report = await bootstrap(minimalHomelab(more), { nodes: ["pve"], apply: false, pinned: [], ...wish }, tools);
  return { ...seen, report, lines: linesOf(report) };
}

/** `level step text` of every finding. */
const linesOf = ({ general, hosts }: BootstrapReport): readonly string[] =>
  [...general, ...hosts.flatMap(({ findings }) => findings)].map(({ level, step, text }) => `${level} ${step} ${text}`);

const apply = { apply: true } as const;
const allThere = ["homelab@pve!terraform", "homepage@pve!homelab", "n8n@pve!homelab", "pve-exporter@pve!homelab"];
const present = allThere.map((id) => `fact\t${id}\tpresent`);
const settled = ["fact\tversion\t8.4.1", "fact\tclient\t192.168.1.10", ...present];
const known = [`ssh-ed25519 ${hostKeys.ed25519}`];
const kept = ["proxmox/api_token", "proxmox/homepage", "proxmox/n8n", "proxmox/pve-exporter"];

describe("a plan", () => {
  test("only looks: no file is written, nothing on the host and in the vault", async () => {
    const { log, knownHosts, written } = await run();
    expect(log).toEqual(["connect 192.168.1.2 with a file of its own", "plan", "close"]);
    expect(existsSync(knownHosts)).toBe(false);
    expect(written.size).toBe(0);
  });

  test("says what it found, what would change, and what has to wait", async () => {
    const { lines } = await run();
    expect(lines).toEqual([
      "ok vault The test vault can be used.",
      expect.stringContaining(`change host key 192.168.1.2 becomes known by ssh-ed25519 ${ed25519}`),
      "ok host Proxmox VE 8.4.1; you come from 192.168.1.10, which is an operator's.",
      "change datastore local takes snippets as well.",
      "ok bridges vmbr1 is free.",
      "change keys root gets the key.",
      "change tokens homelab@pve!terraform is made, as there is none; its value goes to proxmox/api_token.",
      "later tokens homepage@pve!homelab needs its user, which the stack host makes: run this again after it.",
      expect.stringMatching(/^later tokens n8n@pve!homelab/),
      expect.stringMatching(/^later tokens pve-exporter@pve!homelab/),
    ]);
  });

  test("tells the script about the node: its bridges, datastore, role and keys", async () => {
    const { calls } = await run();
    expect(calls[0]?.args).toEqual([
      "plan",
      "node=pve",
      "version=8",
      "files=local",
      "own-bridge=vmbr1:10,20,30,40",
      "outside-bridge=vmbr0",
      "user=homelab@pve",
      "role=HomelabTerraform",
      expect.stringMatching(/^privileges=Datastore\.Allocate,.*VM\.Monitor/),
      "path=/",
      ...allThere.map((id) => `token=${id}`),
      expect.stringMatching(/^ssh-key=ssh-ed25519 AAAA/),
    ]);
  });

  test("where a router owns the gateways, every bridge has to be there and none is made", async () => {
    const { calls } = await run({}, {}, externalUplink);
    expect(calls[0]?.args.filter((arg) => arg.includes("bridge"))).toEqual(["outside-bridge=vmbr0"]);
  });
});

describe("applying", () => {
  test("makes the host known first, then prepares it, then makes the tokens one by one", async () => {
    const plan = [...freshPlan, "fact\tpve-exporter@pve!homelab\tabsent"];
    const { log, knownHosts, written, lines } = await run({ plan }, apply);
    expect(log).toEqual([
      "connect 192.168.1.2 with a file of its own",
      "plan",
      "apply",
      "make homelab@pve terraform",
      "write proxmox/api_token",
      "make pve-exporter@pve homelab",
      "write proxmox/pve-exporter",
      "close",
    ]);
    expect(readFileSync(knownHosts, "utf8")).toBe(`192.168.1.2 ssh-ed25519 ${hostKeys.ed25519}\n`);
    expect(written.get("proxmox/api_token")).toBe(`homelab@pve!terraform=${uuid}`);
    expect(written.get("proxmox/pve-exporter")).toBe(uuid);
    expect(lines.filter((line) => line.startsWith("change "))).toEqual([]);
  });

  test("what is in order stays: no token is made, no file written", async () => {
    const { log, knownHosts, lines } = await run(
      { plan: settled, apply: { stdout: "" }, known, vault: { holds: kept } },
      apply,
    );
    expect(log).toEqual(["connect 192.168.1.2 known", "plan", "apply", "close"]);
    expect(existsSync(knownHosts)).toBe(false);
    expect(lines.every((line) => line.startsWith("ok "))).toBe(true);
  });

  test.each([
    ["the vault has lost", "present", [], "the vault has no proxmox/api_token"],
    ["the host has lost", "absent", ["proxmox/api_token"], "the host does not know that of proxmox/api_token"],
  ])("a token that %s is made anew, and that is said before", async (_, state, holds, why) => {
    const plan = [...settled.slice(0, 2), `fact\thomelab@pve!terraform\t${state}`];
    const others = kept.slice(1);
    const world = { plan: [...plan, ...present.slice(1)], vault: { holds: [...holds, ...others] } };
    expect((await run(world)).lines).toContainEqual(expect.stringContaining(why));
    expect((await run(world, apply)).log).toContain("make homelab@pve terraform");
  });

  test("the value of a token is in no argument, no message and no input", async () => {
    const { calls, report } = await run({}, apply);
    expect(JSON.stringify([calls, report])).not.toContain(uuid);
  });

  test("users and tokens are made once, on the first of several nodes", async () => {
    const more = [
      "networks:",
      ...["management", "database", "infrastructure", "apps"].map((name) => `  ${name}: { node: pve }`),
    ].join("\n");
    const { tools, calls } = worldOf();
    const lab = minimalHomelab(`    pve2: { address: 192.168.1.3, threads: 8, memory: 32GB }\n${more}\n`);
    await bootstrap(lab, { nodes: ["pve2", "pve"], apply: true, pinned: [] }, tools);
    const applied = calls.filter(({ args }) => args[0] === "apply").map(({ args }) => args);
    expect(applied.map((args) => args[1])).toEqual(["node=pve2", "node=pve"]);
    expect(applied.map((args) => args.some((arg) => arg.startsWith("role=")))).toEqual([true, false]);
    expect(applied.map((args) => args.filter((arg) => arg.startsWith("own-bridge=")).length)).toEqual([0, 1]);
    expect(calls.filter(({ args }) => args[0] === "make")).toHaveLength(1);
  });
});

describe("nothing is changed anywhere", () => {
  test.each<readonly [why: string, world: World, told: RegExp]>([
    [
      "a refusal of the host",
      { plan: [...freshPlan, "refuse\tbridges\tIt has a port.\tTake another."] },
      /^refuse bridges It has a port/,
    ],
    [
      "an address that is no operator's",
      { plan: ["fact\tversion\t8.4.1", "fact\tclient\t172.16.0.9"] },
      /^refuse host You come from 172\.16\.0\.9/,
    ],
    [
      "an address by IPv6",
      { plan: ["fact\tversion\t8.4.1", "fact\tclient\tfd00::9"] },
      /^refuse host You come from fd00::9/,
    ],
    [
      "no Proxmox VE",
      { plan: ["refuse\thost\tThis is no Proxmox VE host.\tInstall it."] },
      /^refuse host This is no Proxmox VE host/,
    ],
    [
      "a vault that is closed",
      { vault: { ready: new HomelabError("1Password: not signed in", { fix: "Run op signin." }) } },
      /^refuse vault 1Password/,
    ],
    [
      "another key than the known one",
      { known: [`ssh-ed25519 ${hostKeys.another}`] },
      /^refuse host key .*another key than the one known here/,
    ],
    ["a host that does not answer", { shown: [] }, /^unreachable host key 192\.168\.1\.2 does not answer/],
    ["a host that does not let us in", { loggedIn: false }, /^unreachable host 192\.168\.1\.2 refuses the key/],
  ])("after %s", async (_, world, told) => {
    const { log, lines, knownHosts, written } = await run(world, apply);
    expect(lines).toContainEqual(expect.stringMatching(told));
    expect(log.filter((entry) => /^(apply|make|write)/.test(entry))).toEqual([]);
    expect(existsSync(knownHosts)).toBe(false);
    expect(written.size).toBe(0);
  });

  test("all reasons are told at once", async () => {
    const plan = ["fact\tversion\t8.4.1", "fact\tclient\t172.16.0.9", "refuse\thost\tOther name.\tCorrect it."];
    const ready = new HomelabError("1Password: not signed in", { fix: "Run op signin." });
    const { lines } = await run({ plan, vault: { ready } }, apply);
    expect(lines.filter((line) => line.startsWith("refuse "))).toHaveLength(3);
  });

  test("a key that is not the expected one is refused before anything is said to the host", async () => {
    const { log, lines } = await run({}, { ...apply, pinned: [fingerprint({ type: "", body: hostKeys.another })] });
    expect(lines).toContainEqual(expect.stringMatching(/^refuse host key .*none of which --host-key names/));
    expect(log).toEqual([]);
  });
});

describe("a host key that is expected", () => {
  test("is the only one that becomes known", async () => {
    const shown = [`ssh-rsa ${hostKeys.rsa}`, `ssh-ed25519 ${hostKeys.ed25519}`];
    const { knownHosts } = await run({ shown }, { ...apply, pinned: [ed25519] });
    expect(readFileSync(knownHosts, "utf8")).toBe(`192.168.1.2 ssh-ed25519 ${hostKeys.ed25519}\n`);
  });
});

describe("half-way", () => {
  test("a value that the vault refuses leaves no token on the host", async () => {
    const write = new HomelabError("1Password: (403) Forbidden", { fix: "Let this account write." });
    const { log, lines, report } = await run({ vault: { write } }, apply);
    expect(log.slice(2)).toEqual([
      "apply",
      "make homelab@pve terraform",
      "write proxmox/api_token",
      "remove homelab@pve terraform",
      "close",
    ]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^failed tokens .*could not be kept, so it is removed again.*403/),
    );
    expect(report.hosts[0]?.findings.at(-1)?.fix).toBe("Let this account write.");
  });

  test("a token that cannot be removed again is named with the command for it", async () => {
    const write = new HomelabError("1Password: gone", { fix: "Try again." });
    const { lines } = await run({ vault: { write }, remove: "unreachable" }, apply);
    expect(lines).toContainEqual(expect.stringMatching(/still there: `pveum user token remove homelab@pve terraform`/));
  });

  test("an answer without a value makes no secret of a vault, and is not repeated", async () => {
    const { log, lines } = await run({ make: { stdout: "s3cr3t-like nonsense" } }, apply);
    expect(log).toContain("remove homelab@pve terraform");
    expect(log.filter((entry) => entry.startsWith("write"))).toEqual([]);
    expect(lines.join("\n")).not.toContain("s3cr3t");
  });

  test("a script that stops is told in its own words, and no token is made after it", async () => {
    const stdout = "changed\trepositories\tdone.\n";
    const { log, lines } = await run(
      { apply: { code: 255, stdout, stderr: "cluster not ready - no quorum?\n" } },
      apply,
    );
    expect(lines).toContain("changed repositories done.");
    expect(lines).toContainEqual(expect.stringMatching(/^failed repositories .*no quorum/));
    expect(log.filter((entry) => entry.startsWith("make"))).toEqual([]);
  });
});
