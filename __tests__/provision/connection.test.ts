import { join } from "node:path";
import { bundleOf, fileOf, newMachine, until, type Machine } from "../support/machine";
import { guarded, push } from "../support/machine-push";

let machine: Machine;
beforeEach(() => void (machine = newMachine()));
afterEach(() => machine.remove());

const conf = "/etc/mine.conf";
const bundle = bundleOf({
  files: [fileOf(conf, "one\n")],
  units: [{ name: "mine.service", files: [conf] }],
});
const slow = { ...bundle, steps: [{ name: "take time", command: ["sleep", "0.7"], files: [conf] }] };
/** Ends the push from outside, as `kill -9` or a power failure would, when the machine has this file. */
const killed = () => ({
  ...bundle,
  steps: [
    {
      name: "die",
      command: ["sh", "-c", 'if test -e "$0"; then rm "$0"; kill -9 $PPID; fi', join(machine.root, "die")],
      files: [conf],
    },
  ],
});

describe("a host that cannot be reached is told with the reason and the fix", () => {
  test.each([
    ["it is off", "ssh: connect to host 192.168.1.2 port 22: Connection timed out", /does not answer.*Is it on/s],
    ["no key", "root@192.168.1.2: Permission denied (publickey).", /refuses the key for root.*ssh-copy-id/s],
    ["unknown", "No ED25519 host key is known for 192.168.1.2 and you have requested", /is not known here.*by hand/s],
    ["a name", "ssh: Could not resolve hostname pve.lan: Name or service not known", /nothing here resolves/],
    ["whatever else", "kex_exchange_identification: read: Connection reset", /kex_exchange.*Fix: Try ssh/s],
    [
      "another machine",
      "@@@@@@@@@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
      /host key of 192\.168\.1\.2 has changed.*ssh-keygen -R 192\.168\.1\.2/s,
    ],
  ])("%s", async (_what, words, expected) => {
    machine.fault("refuse", words);
    expect((await push(bundle)).error).toMatch(expected);
    expect(machine.read(conf)).toBeUndefined();
  });
});

describe("a bundle that does not arrive as it was sent is not used", () => {
  test("cut short", async () => {
    machine.fault("cut", "12000");
    const { error, text } = await push(bundle);
    expect(error).toMatch(/Unreachable|HomelabError/);
    expect(`${error}${text}`).toContain("Nothing was changed");
    expect(machine.read(conf)).toBeUndefined();
    expect(await push(bundle)).toMatchObject({ summary: "1 file changed, 1 unit restarted" });
  });

  test("changed on its way", async () => {
    machine.fault("garble", "s/as it was sent/as it was read/");
    const { text } = await push(bundleOf({ files: [fileOf(conf, "as it was sent\n")] }));
    expect(text).toContain("What arrived is damaged");
    expect(machine.read(conf)).toBeUndefined();
  });
});

describe("a connection that breaks", () => {
  test("while the machine is at work: it goes on, and its end is learnt over a new one", async () => {
    machine.fault("drop", "0.4");
    const { summary, text } = await push(slow);
    expect(summary).toBe("1 file changed, 1 unit restarted");
    expect(text).toContain("note     the connection broke");
    expect(text.match(/write {4}\/etc\/mine\.conf/g)).toHaveLength(1);
    expect((await guarded("status")).summary).toContain("Nothing is armed.");
  });

  test("and stays broken: the host puts everything back by itself", async () => {
    await push(bundle);
    const before = machine.state("etc");
    machine.fault("refuse-new", "ssh: connect to host 192.168.1.2 port 22: Connection timed out");
    const { error } = await push({ ...bundle, files: [fileOf(conf, "cuts us off\n"), fileOf("/etc/new", "")] });
    expect(error).toMatch(/^Unreachable: .*puts back what it had before, by itself, within 120 s/s);
    expect(error).toContain("homelab guard status pve");
    expect(machine.read(conf)).toBe("cuts us off\n");
    machine.calls();
    machine.start("homelab-rollback.service");
    expect(machine.state("etc")).toEqual(before);
    expect(machine.calls()).toContain("restart mine.service");
    machine.mend("refuse-new");
    expect((await push(bundle)).text).toMatch(/put back what it had before.*was not confirmed in time.*\/etc\/new/);
  });
});

describe("a push that was ended from outside", () => {
  test("is put back at once where one can still get in", async () => {
    await push(killed());
    const before = machine.state("etc");
    machine.write("/die", "");
    const { error, text } = await push({ ...killed(), files: [fileOf(conf, "two\n")] });
    expect(error).toMatch(/^HomelabError/);
    expect(text).toContain("ended from outside");
    expect(machine.state("etc")).toEqual(before);
  });

  test("goes on where it was, the next time: what it had not restarted yet is restarted", async () => {
    const next = { ...killed(), files: [fileOf(conf, "two\n")] };
    await push(killed());
    // Someone else's guard: nothing is put back before that one says so.
    await guarded("arm", "100", "me@here", "change");
    machine.write("/die", "");
    await push(next);
    expect(machine.read(conf)).toBe("two\n");
    machine.calls();
    const { summary, text } = await push(next);
    expect(summary).toBe("1 unit restarted");
    expect(text).toMatch(
      /^step {5}die\nrestart {2}mine\.service\nnote .* it comes back, unless homelab guard confirm pve/,
    );
    expect(machine.calls()).toContain("restart mine.service");
    expect(await push(next)).toMatchObject({ summary: "0 changes" });
  });
});

test("of two pushes at once the second says who holds the machine, and leaves the first alone", async () => {
  const ended = join(machine.root, "ended");
  const waiting = ["sh", "-c", 'until test -e "$0"; do sleep 0.05; done', ended];
  const first = push({ ...bundle, steps: [{ name: "wait", command: waiting, files: [conf] }] });
  await until(() => machine.read(conf) !== undefined);
  expect((await push(bundle, { who: "me@here" })).error).toMatch(
    /^HomelabError: Another push is at work here: me@here, since/,
  );
  machine.write("/ended", "");
  expect(await first).toMatchObject({ summary: "1 file changed, 1 unit restarted" });
});
