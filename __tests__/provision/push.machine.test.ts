import { spawnSync } from "node:child_process";
import { bundleOf, fileOf, newMachine, type Machine } from "../support/machine";
import { guarded, push } from "../support/machine-push";

let machine: Machine;
let pushed: Machine;
beforeAll(async () => {
  pushed = newMachine();
  await push(bundle);
  pushed.calls();
});
afterAll(() => pushed.remove());
beforeEach(() => void (machine = newMachine()));
afterEach(() => machine.remove());
/** Replaces the machine by one that already has the bundle. */
function pushedBefore() {
  machine.remove();
  machine = newMachine(pushed);
}

const awkward = `$HOME \${x} %h %{z} $(id) \`id\` 'single' "double" \\n ünïcödé 漢字\r\n\ttab, and no newline at the end`;
const conf = "/etc/chrony/chrony.conf";
const unit = "/etc/systemd/system/mine.service";
const spaced = "/etc/my dir/it's $HOME.conf";

const bundle = bundleOf({
  packages: ["chrony"],
  files: [
    fileOf(conf, "pool a iburst\n"),
    fileOf(spaced, awkward, "0600"),
    fileOf(unit, "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=true\nExecStop=true\n"),
  ],
  checks: [{ file: conf, command: ["grep", "--quiet", "^pool ", "{}"] }],
  steps: [
    {
      name: "say so",
      command: ["sh", "-c", 'printf "%s\\n" "$1" >>"$HOMELAB_ROOT/said"', "sh", awkward],
      files: [spaced],
    },
  ],
  units: [
    { name: "chrony.service", files: [conf] },
    { name: "mine.service", files: [] },
  ],
  health: [
    {
      name: "time is kept",
      // Succeeds only at the second try.
      command: ["sh", "-c", 'test -e "$HOMELAB_ROOT/asked" || { touch "$HOMELAB_ROOT/asked"; false; }'],
      seconds: 5,
    },
  ],
});
const withConf = (content: string) => ({
  ...bundle,
  files: bundle.files.map((file) => (file.path === conf ? { ...file, content } : file)),
});
/** The lasting files of the machine, without what is in memory until the next boot. */
function lasting() {
  const remembered = Object.entries(machine.state("var/lib/homelab")).filter(([path]) => !path.startsWith("guard/"));
  return { ...machine.state("etc"), ...Object.fromEntries(remembered) };
}

describe("a push", () => {
  test("installs, writes, runs and starts what the bundle declares, byte for byte", async () => {
    const { summary, text } = await push(bundle);
    expect(summary).toBe("1 package installed, 3 files changed, 2 units restarted");
    expect(text).toContain("install  chrony\narmed ");
    expect(machine.read(spaced)).toBe(awkward);
    expect(machine.read("/said")).toBe(`${awkward}\n`);
    expect(machine.state("etc/my dir")["it's $HOME.conf"]).toMatch(/^100600 /);
    expect(machine.calls()).toEqual(
      expect.arrayContaining(["apt-get install chrony", "enable mine.service", "restart chrony.service"]),
    );
  });

  test("the second time changes nothing: no file, no time, no unit", async () => {
    pushedBefore();
    const before = lasting();
    expect(await push(bundle)).toEqual({ summary: "0 changes", text: "healthy  time is kept" });
    expect(lasting()).toEqual(before);
    expect(machine.calls()).toEqual([]);
  });

  test("writes what differs, and restarts only the units that use it", async () => {
    pushedBefore();
    expect(await push(withConf("pool b iburst\n"))).toMatchObject({ summary: "1 file changed, 1 unit restarted" });
    const about = machine.calls().filter((call) => !call.includes("homelab-rollback"));
    expect(about.filter((call) => call !== "daemon-reload ")).toEqual(["restart chrony.service"]);
  });

  test("corrects a mode, a link and a manual edit", async () => {
    pushedBefore();
    machine.write(conf, "edited\n");
    machine.link(unit, "/dev/null");
    machine.chmod(spaced, 0o644);
    expect(await push(bundle)).toMatchObject({ summary: "3 files changed, 2 units restarted" });
    expect(machine.state("etc/my dir")["it's $HOME.conf"]).toMatch(/^100600 /);
    expect(machine.read(unit)).toContain("ExecStart");
  });

  test("starts a unit that has stopped, and reloads one that supports it", async () => {
    const reloading = { ...bundle, units: [{ name: "chrony.service", files: [conf], onChange: "reload" as const }] };
    pushedBefore();
    machine.stop("chrony.service");
    expect((await push(reloading)).text).toContain("restart  chrony.service");
    expect((await push({ ...withConf("pool c\n"), units: reloading.units })).text).toContain("reload   chrony.service");
  });
});

describe("a file from an earlier push that the bundle no longer has", () => {
  const smaller = { ...bundle, files: bundle.files.slice(0, 1), steps: [], units: bundle.units.slice(0, 1) };

  test("is removed with its unit", async () => {
    pushedBefore();
    expect(await push(smaller)).toMatchObject({ summary: "2 files removed" });
    expect(machine.read(spaced)).toBeUndefined();
    expect(machine.read(unit)).toBeUndefined();
    expect(machine.calls()).toEqual(expect.arrayContaining(["disable mine.service"]));
  });

  test("is removed with the container of its quadlet, whose unit is never enabled", async () => {
    const quadlet = fileOf("/etc/containers/systemd/web.container", "[Container]\nImage=example.org/web:1\n");
    const first = await push(bundleOf({ files: [quadlet], units: [{ name: "web.service", files: [] }] }));
    expect(first.summary).toBe("1 file changed, 1 unit restarted");
    expect(first.text).not.toContain("enable");
    machine.calls();
    expect(await push(bundleOf({}))).toMatchObject({ summary: "1 file removed" });
    const about = machine.calls().filter((call) => call.includes("web.service"));
    expect(about).toEqual(["stop web.service"]);
  });

  test("is replaced by the file from before the first push", async () => {
    machine.write(spaced, "of the package\n");
    await push(bundle);
    await push(withConf("pool b\n"));
    await push(smaller);
    expect(machine.read(spaced)).toBe("of the package\n");
  });

  test("stays when it was changed by hand, and is reported", async () => {
    pushedBefore();
    machine.write(spaced, "mine now\n");
    const { summary, text } = await push(smaller);
    expect([summary, text]).toEqual(["1 file removed", expect.stringContaining(`leave    ${spaced}: it was changed`)]);
    expect(machine.read(spaced)).toBe("mine now\n");
  });
});

describe("a dry run", () => {
  test("shows packages, each line that changes, modes and units, and writes nothing", async () => {
    pushedBefore();
    machine.chmod(spaced, 0o644);
    machine.stop("mine.service");
    machine.calls();
    const before = machine.state("");
    const next = { ...withConf("pool b iburst\n"), packages: ["chrony", "nftables"] };
    const { summary, text } = await push({ ...next, files: next.files.slice(0, 2) }, { dryRun: true });
    expect(summary).toBe("1 package to install, 2 files to change, 1 file to remove, 2 units to restart");
    expect(text).toContain("install  nftables");
    expect(text).toMatch(/-pool a iburst\n\+pool b iburst/);
    expect(text).toMatch(/644 \S+ becomes 600 /);
    expect(text).toContain(`remove   ${unit}`);
    expect(text).toContain("restart  chrony.service");
    expect(machine.state("")).toEqual(before);
    expect(machine.calls()).toEqual([]);
  });

  test("also reports what a check would reject, and which program is not installed yet", async () => {
    const checks = [...bundle.checks, { file: spaced, command: ["not-there-yet", "{}"] }];
    const { error, text } = await push({ ...withConf("nonsense\n"), checks }, { dryRun: true });
    expect(error).toMatch(/^HomelabError/);
    expect(text).toContain(`${conf} was rejected by: grep --quiet ^pool  {}`);
    expect((await push({ ...bundle, checks }, { dryRun: true })).text).toContain("not-there-yet is not installed yet");
  });
});

describe("a push that fails is rolled back", () => {
  const broken = [
    ["a check", { checks: [{ file: conf, command: ["false", "{}"] }] }, "was rejected by: false {}"],
    ["a step", { steps: [{ name: "load", command: ["false"], files: [conf] }] }, 'The step "load" failed: false'],
    ["a health test", { health: [{ name: "answers", command: ["sh", "-c", "echo no; false"], seconds: 0 }] }, "no"],
    ["a package", { packages: ["chrony", "not-a-package"] }, "Unable to locate package not-a-package"],
    [
      "a user",
      { files: [{ path: conf, content: "", owner: "nobody-here:nobody-here" }], steps: [] },
      "this machine has no such user or group",
    ],
  ] as const;

  test.each(broken)("%s", async (_what, parts, why) => {
    pushedBefore();
    machine.write("/run/stand-in/unknown/not-a-package", "");
    const before = lasting();
    const { error, text } = await push({ ...withConf("pool b\n"), ...parts });
    expect(error).toMatch(/^HomelabError: The push failed/);
    expect(text).toContain(why);
    expect(lasting()).toEqual(before);
    expect((await guarded("status")).summary).toContain("The guard is not armed.");
  });

  test("a unit that does not start; the units then use the old files again", async () => {
    pushedBefore();
    const before = lasting();
    machine.write("/run/stand-in/broken/other.service", "");
    const { text } = await push({
      ...withConf("pool b\n"),
      units: [...bundle.units, { name: "other.service", files: [] }],
    });
    expect(text).toContain("other.service does not restart");
    expect(lasting()).toEqual(before);
    expect(machine.calls().filter((call) => call === "restart chrony.service")).toHaveLength(2);
  });

  test("a unit that never finishes starting", () => {
    machine.write("/etc/systemd/system/waiting.service", "[Service]\nType=oneshot\nExecStart=sleep 2\n");
    const settle = 'source templates/push/common.sh; fail() { say "$@"; }; settle_unit waiting.service restart';
    const env = { ...process.env, HOMELAB_PATIENCE: "0.2s" };
    const { stdout } = spawnSync("bash", ["-c", settle], { encoding: "utf8", env });
    expect(stdout).toContain(
      "waiting.service does not restart within 0.2s. To see what it waits for, run on the machine",
    );
  });

  test("a file on which a unit reloads, although the unit is also named for other files", async () => {
    const users = "/etc/chrony/users";
    const withUsers = (content: string) => ({
      ...bundle,
      files: [...bundle.files, fileOf(users, content)],
      units: [...bundle.units, { name: "chrony.service", files: [users], onChange: "reload" as const }],
    });
    pushedBefore();
    await push(withUsers("a\n"));
    machine.calls();
    await push({ ...withUsers("b\n"), health: [{ name: "answers", command: ["false"], seconds: 0 }] });
    expect(machine.read(users)).toBe("a\n");
    expect(machine.calls().filter((call) => call === "reload chrony.service")).toHaveLength(2);
  });

  test("the very first push, which leaves nothing behind", async () => {
    const before = machine.state("etc");
    await push({ ...bundle, health: [{ name: "answers", command: ["false"], seconds: 0 }] });
    expect(machine.state("etc")).toEqual(before);
  });
});

test("an invalid bundle is not sent; the error lists every fault", async () => {
  const { error } = await push(
    bundleOf({
      packages: ["Not A Package"],
      files: [fileOf("etc/relative", ""), fileOf("/etc/../up", "", "rw"), fileOf(conf, ""), fileOf(conf, "")],
      checks: [{ file: "/etc/other", command: ["true"] }],
      units: [{ name: "chrony", files: [conf] }],
      health: [{ name: "none", command: [] }],
    }),
  );
  for (const fault of ["Not A Package", "etc/relative", "/etc/../up", "the mode rw", `${conf} appears twice`])
    expect(error).toContain(fault);
  for (const fault of ["/etc/other, which is not a file", "lacks {}", '"chrony" is not a valid', "has no command"])
    expect(error).toContain(fault);
  expect(machine.state("run/homelab")).toEqual({});
});
