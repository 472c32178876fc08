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
  test("changes nothing: no file here, nothing on the host or in the vault", async () => {
    const { log, knownHosts, written } = await run();
    expect(log).toEqual(["connect 192.168.1.2 with a file of its own", "plan", "close"]);
    expect(existsSync(knownHosts)).toBe(false);
    expect(written.size).toBe(0);
  });

  test("reports what it found, what would change, and what has to wait", async () => {
    const { lines } = await run();
    expect(lines).toEqual([
      "ok vault The test vault can be used.",
      expect.stringContaining(`change host key 192.168.1.2 is added to the known hosts with ssh-ed25519 ${ed25519}`),
      "ok host Proxmox VE 8.4.1; you connect from 192.168.1.10, which is in operators.",
      "change datastore local takes snippets as well.",
      "ok bridges vmbr1 is free.",
      "change keys root gets the key.",
      "change tokens homelab@pve!terraform is made, because neither the host nor the vault has it; its value goes to proxmox/api_token.",
      "later tokens homepage@pve!homelab needs its user, which the stack host makes: deploy that stack, then run this again.",
      expect.stringMatching(/^later tokens n8n@pve!homelab/),
      expect.stringMatching(/^later tokens pve-exporter@pve!homelab/),
    ]);
  });

  test("passes the node's bridges, datastore, role and keys to the script", async () => {
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

  test("when an external router owns the gateways, every bridge has to exist and none is made", async () => {
    const { calls } = await run({}, {}, externalUplink);
    expect(calls[0]?.args.filter((arg) => arg.includes("bridge"))).toEqual(["outside-bridge=vmbr0"]);
  });
});

describe("applying", () => {
  test("adds the host to the known hosts first, then prepares it, then makes the tokens one by one", async () => {
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

  test("what is correct stays: no token is made, no file is written", async () => {
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
    [
      "the host has lost",
      "absent",
      ["proxmox/api_token"],
      "the vault has proxmox/api_token, but the host has no such token",
    ],
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
      "an address that is not in operators",
      { plan: ["fact\tversion\t8.4.1", "fact\tclient\t172.16.0.9"] },
      /^refuse host You connect from 172\.16\.0\.9/,
    ],
    [
      "an IPv6 address",
      { plan: ["fact\tversion\t8.4.1", "fact\tclient\tfd00::9"] },
      /^refuse host You connect from fd00::9/,
    ],
    [
      "a host without Proxmox VE",
      { plan: ["refuse\thost\tThis is not a Proxmox VE host.\tInstall it."] },
      /^refuse host This is not a Proxmox VE host/,
    ],
    [
      "a locked vault",
      { vault: { ready: new HomelabError("1Password: not signed in", { fix: "Run op signin." }) } },
      /^refuse vault 1Password/,
    ],
    [
      "a key that differs from the known one",
      { known: [`ssh-ed25519 ${hostKeys.another}`] },
      /^refuse host key .*presents a key that differs from the known one/,
    ],
    ["a host that does not answer", { shown: [] }, /^unreachable host key 192\.168\.1\.2 does not answer/],
    ["a host that refuses the login", { loggedIn: false }, /^unreachable host 192\.168\.1\.2 refuses the key/],
  ])("after %s", async (_, world, told) => {
    const { log, lines, knownHosts, written } = await run(world, apply);
    expect(lines).toContainEqual(expect.stringMatching(told));
    expect(log.filter((entry) => /^(apply|make|write)/.test(entry))).toEqual([]);
    expect(existsSync(knownHosts)).toBe(false);
    expect(written.size).toBe(0);
  });

  test("all reasons are reported at once", async () => {
    const plan = ["fact\tversion\t8.4.1", "fact\tclient\t172.16.0.9", "refuse\thost\tOther name.\tCorrect it."];
    const ready = new HomelabError("1Password: not signed in", { fix: "Run op signin." });
    const { lines } = await run({ plan, vault: { ready } }, apply);
    expect(lines.filter((line) => line.startsWith("refuse "))).toHaveLength(3);
  });

  test("a key that is not the expected one is refused before anything is sent to the host", async () => {
    const { log, lines } = await run({}, { ...apply, pinned: [fingerprint({ type: "", body: hostKeys.another })] });
    expect(lines).toContainEqual(expect.stringMatching(/^refuse host key .*none of which --host-key names/));
    expect(log).toEqual([]);
  });
});

describe("an expected host key", () => {
  test("is the only one that is added to the known hosts", async () => {
    const shown = [`ssh-rsa ${hostKeys.rsa}`, `ssh-ed25519 ${hostKeys.ed25519}`];
    const { knownHosts } = await run({ shown }, { ...apply, pinned: [ed25519] });
    expect(readFileSync(knownHosts, "utf8")).toBe(`192.168.1.2 ssh-ed25519 ${hostKeys.ed25519}\n`);
  });
});

describe("half-way", () => {
  test("when the vault refuses the value, no token stays on the host", async () => {
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
      expect.stringMatching(/^failed tokens .*could not be stored; the token was removed again.*403/),
    );
    expect(report.hosts[0]?.findings.at(-1)?.fix).toBe("Let this account write.");
  });

  test("a token that cannot be removed again is reported with the command that removes it", async () => {
    const write = new HomelabError("1Password: gone", { fix: "Try again." });
    const { lines } = await run({ vault: { write }, remove: "unreachable" }, apply);
    expect(lines).toContainEqual(
      expect.stringMatching(/still there: remove it on the host with `pveum user token remove homelab@pve terraform`/),
    );
  });

  test("an answer without a value is not stored in the vault, and not printed", async () => {
    const { log, lines } = await run({ make: { stdout: "s3cr3t-like nonsense" } }, apply);
    expect(log).toContain("remove homelab@pve terraform");
    expect(log.filter((entry) => entry.startsWith("write"))).toEqual([]);
    expect(lines.join("\n")).not.toContain("s3cr3t");
  });

  test("when the script stops, its message is reported, and no token is made", async () => {
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
