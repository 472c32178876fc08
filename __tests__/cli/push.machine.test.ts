import { formatted } from "../../homelab/values/error";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interruptible } from "../../cli/interrupt";
import { nodesNamed, watchOf } from "../../cli/machines";
import { run } from "../../cli/program";
import { guard } from "../../cli/verbs/guard";
import { pushOf } from "../../cli/verbs/push";
import { bundleDigest } from "../../homelab/bundle";
import { content, generated, type Bundle } from "../../homelab/model";
import { fetchArtifacts } from "../../provision/artifacts/artifacts";
import { assembled } from "../support/assembled";
import { bundleOf, fileOf, newMachine, type Machine } from "../support/machine";
import { recordingTerminal } from "../support/terminal";
import { memoryVault } from "../support/vault";

const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");
const directory = mkdtempSync(join(tmpdir(), "homelab-push-"));
const site = join(directory, "homelab.yaml");
// Two nodes, and an external router that owns every gateway.
writeFileSync(
  site,
  `${minimal.replace(/^( +)pve: .*$/m, (line, indent: string) => {
    return `${line}\n${indent}second: { address: 192.168.1.3, threads: 8, memory: 32GB }`;
  })}
uplink: { mode: external }
networks:
  management: { routedBy: router }
  database: { routedBy: router }
  infrastructure: { routedBy: router }
  apps: { routedBy: router }
guests: { coolify: { enabled: false } }
`,
);
afterAll(() => rmSync(directory, { recursive: true }));

let machine: Machine;
const kept = memoryVault({ "mine/password": "hunter2hunter2" });
beforeEach(() => void (machine = newMachine()));
afterEach(() => machine.remove());

const bundle = bundleOf({ files: [fileOf("/etc/mine.conf", "one\n")] });

async function push(
  names: readonly string[],
  options: { all?: true; dryRun?: true; expect?: string } = {},
  bundles: readonly Bundle[] = [bundle],
) {
  const terminal = recordingTerminal({ USER: "me" });
  const sources = () => ({ vault: () => kept.vault, fetchArtifacts });
  const code = await pushOf(() => bundles, sources).run({ site, args: names, ...options }, terminal);
  return { code, out: terminal.outText(), err: terminal.errText() };
}

async function homelab(...args: readonly string[]) {
  const terminal = recordingTerminal();
  return { code: await run([...args, "--site", site], terminal), out: terminal.outText(), err: terminal.errText() };
}

describe("the command line", () => {
  test.each([
    ["no name", ["push"], /Name one or more machines, or give --all/],
    ["names and all", ["push", "pve", "--all"], /Give either names or --all/],
    [
      "a name misspelt",
      ["push", "pwe", "secnd"],
      /There is no machine pwe\. Did you mean pve\?\nThere is no machine secnd\. Did you mean second\?/,
    ],
    ["a name unlike any", ["push", "wintermute"], /There is no machine wintermute\. Machines: pve, second, traefik, /],
    [
      "a guest that is switched off",
      ["push", "coolify"],
      /coolify is switched off in homelab\.yaml \(guests\.coolify\.enabled\)/,
    ],
    ["a guest to guard", ["guard", "arm", "postgres"], /postgres is a guest\. PVE nodes: pve, second\./],
    ["an invalid digest", ["push", "pve", "--expect", "12ab"], /64 hexadecimal digits/],
    ["one digest for two", ["push", "pve", "second", "--expect", "0".repeat(64)], /--expect takes exactly one name/],
    ["an unknown action", ["guard", "lock", "pve"], /check, arm, confirm, rollback, status/],
    ["too little time to confirm", ["guard", "arm", "pve", "--seconds", "1"], /from 10 to 3600/],
  ])("%s is refused", async (_what, args, expected) => {
    const { code, err } = await homelab(...args);
    expect([code, err]).toEqual([2, expect.stringMatching(expected)]);
  });

  test("help has examples", async () => {
    expect((await homelab("push", "--help")).out).toContain("homelab push pve --dry-run");
    expect((await homelab("guard", "--help")).out).toContain("homelab guard arm pve --seconds 300");
  });
});

describe("a push", () => {
  test("prints progress after the machine's name, and a summary on standard output", async () => {
    const { code, out, err } = await push(["pve"]);
    expect([code, out]).toEqual([0, "pve: 1 file changed"]);
    expect(err).toContain("pve | write    /etc/mine.conf");
    const again = await push(["pve"]);
    expect([again.code, again.out]).toEqual([0, "pve: 0 changes"]);
    expect(again.err).not.toContain("pve |");
  });

  test("of several machines gives each its bundle, and marks each line with the machine", async () => {
    machine.fault("refuse", "ssh: connect to host port 22: Connection refused");
    const { code, err } = await push(["second", "pve"]);
    expect(code).toBe(3);
    expect(err).toMatch(/^pve: 192\.168\.1\.2 does not answer/m);
    machine.mend("refuse");
    expect((await push(["second", "pve"])).out.split("\n").toSorted()).toEqual([
      "pve: 1 file changed",
      "second: nothing to push",
    ]);
  });

  test("that differs from the plan is refused before any machine is contacted", async () => {
    await expect(push(["pve"], { expect: "0".repeat(64) })).rejects.toMatchObject({
      message: expect.stringMatching(/is not the planned one: /) as string,
      fix: expect.stringMatching(/plan again/) as string,
    });
    machine.fault("refuse", "no machine should have been contacted");
    await expect(push(["pve"], { expect: "0".repeat(64) })).rejects.toThrow(/is not the planned one/);
    machine.mend("refuse");
    expect(await push(["pve"], { expect: bundleDigest(bundle) })).toMatchObject({ code: 0 });
  });

  test("that fails ends with 1, one that does not reach its machine with 3, and both say why", async () => {
    machine.write("/etc/network/interfaces.new", "");
    const { code, err } = await push(["pve"]);
    expect([code, err]).toEqual([1, expect.stringContaining("interfaces.new exists")]);
    machine.fault("refuse", "root@192.168.1.2: Permission denied (publickey).");
    expect(await push(["pve"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("ssh-copy-id root@192.168.1.2") as string,
    });
  });

  test("as a dry run shows the lines and changes nothing", async () => {
    const { code, out, err } = await push(["pve"], { dryRun: true });
    expect([code, out]).toEqual([0, "pve: 1 file to change"]);
    expect(err).toContain("pve | +one");
    expect(machine.read("/etc/mine.conf")).toBeUndefined();
  });
});

describe("a push to several machines", () => {
  const guestFile = (name: string, field = "password") => ({
    ...bundleOf({
      files: [
        {
          ...fileOf("/etc/mine.conf", "", "0600"),
          content: content`${generated("mine", field, "what it logs in with")}\n`,
        },
      ],
    }),
    target: name,
  });
  const container = (vmid: number) => mkdirSync(join(machine.root, `guests/${vmid}`), { recursive: true });

  test("reads each secret once, and pushes providers before their clients", async () => {
    container(104);
    container(105);
    kept.reads.length = 0;
    const { code, out, err } = await push([], { all: true }, [guestFile("authentik"), guestFile("postgres"), bundle]);
    expect([code, out]).toEqual([0, "pve: 1 file changed\npostgres: 1 file changed\nauthentik: 1 file changed"]);
    expect(err).toContain("postgres  | write    /etc/mine.conf");
    expect(err).toMatch(/3 of 3 machines done\.$/);
    expect(kept.reads).toEqual(["mine/password"]);
    expect(machine.read("/guests/105/etc/mine.conf")).toBe("hunter2hunter2\n");
  });

  test("sends nothing when the vault lacks a secret, and names the secret and the machines that need it", async () => {
    machine.fault("refuse", "no machine should have been contacted");
    const bundles = [bundle, guestFile("redis"), guestFile("postgres", "lost"), guestFile("mongodb", "lost")];
    const refusal: unknown = await push([], { all: true }, bundles).catch((error: unknown) => error);
    expect(formatted(refusal)).toMatch(
      /The test vault lacks:\n {2}mine\/lost, for mongodb, postgres\nNothing was sent\.\nFix: Run homelab secrets create/,
    );
  });

  test("does not push machines that depend on a failed one, and reports all", async () => {
    container(104);
    container(107);
    const { code, err } = await push(["authentik", "redis", "postgres"], {}, [
      guestFile("authentik"),
      guestFile("redis"),
      guestFile("postgres"),
    ]);
    expect(code).toBe(3);
    expect(err).toContain("postgres: There is no container 105 (postgres) on pve.");
    expect(err).toContain("authentik: not pushed, because it depends on machines that were not pushed: postgres.");
    expect(err).toMatch(/1 of 3 machines done; not reached: postgres; not pushed: authentik\.$/);
  });

  test("a virtual machine is reached through its node", async () => {
    machine.fault("refuse", "ssh: connect to host 10.0.40.10 port 22: Connection refused");
    const { code, err } = await push(["docker"], {}, [guestFile("docker")]);
    expect([code, err]).toEqual([3, expect.stringContaining("Try ssh -J root@192.168.1.2 root@10.0.40.10")]);
  });
});

test("^C reports the state of the machines, tidies up and ends", async () => {
  const terminal = recordingTerminal();
  const done: string[] = [];
  const exit = jest.spyOn(process, "exit").mockImplementation((code) => void done.push(`exit ${code}`) as never);
  await interruptible(
    terminal.err,
    () => Promise.resolve(void done.push("tidy")),
    async () => {
      process.emit("SIGINT");
      await new Promise(setImmediate);
    },
  );
  exit.mockRestore();
  expect(done).toEqual(["tidy", "exit 1"]);
  expect(terminal.errText()).toMatch(/^Interrupted\. Machines that received everything finish by themselves/);
});

test("the guard of a node watches the bridges whose networks the node routes", () => {
  const { lab } = assembled();
  const [node] = nodesNamed(lab, ["pve"]);
  expect(node && watchOf(lab, node, { USER: "some one" })).toMatchObject({
    who: expect.stringMatching(/^some_one@/) as string,
    operators: ["192.168.1.0/24"],
    bridges: ["vmbr1"],
  });
});

describe("the guard", () => {
  const ask = async (action: "check" | "arm" | "confirm" | "rollback" | "status") => {
    const terminal = recordingTerminal({ USER: "me" });
    const code = await guard.run({ site, args: [action, "pve"], seconds: 100 }, terminal);
    return { code, text: terminal.outText() || terminal.errText() };
  };

  test("lets an operator try a manual change, and roll it back or keep it", async () => {
    expect(await ask("check")).toEqual({ code: 0, text: "pve: its network can be changed from here" });
    expect((await ask("arm")).text).toBe("pve: armed: the present files are restored in 100 s, unless you confirm");
    machine.write("/etc/network/interfaces", "cut off\n");
    expect((await ask("status")).text).toMatch(/^pve: Armed by me@/);
    expect(await ask("rollback")).toMatchObject({ code: 0 });
    expect(machine.read("/etc/network/interfaces")).toContain("iface lo");
    await ask("arm");
    expect((await ask("confirm")).text).toBe("pve: confirmed");
  });

  test("rolls back a push that was made meanwhile, with all its files", async () => {
    await ask("arm");
    await push(["pve"]);
    await ask("rollback");
    expect(machine.read("/etc/mine.conf")).toBeUndefined();
  });

  test("refuses to be armed from an address that would be locked out", async () => {
    machine.fault("from", "203.0.113.9");
    expect(await ask("arm")).toMatchObject({
      code: 1,
      text: expect.stringContaining("which is not in operators") as string,
    });
    expect(machine.state("etc/systemd")).toEqual({});
  });
});
