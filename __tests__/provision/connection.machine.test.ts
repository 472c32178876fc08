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
/** Ends the push from outside, as `kill -9` or a power failure does, when the machine has this file. */
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

describe("the error for an unreachable host has the reason and the fix", () => {
  test.each([
    [
      "switched off",
      "ssh: connect to host 192.168.1.2 port 22: Connection timed out",
      /does not answer.*Check that it is on/s,
    ],
    ["no key", "root@192.168.1.2: Permission denied (publickey).", /refuses the key for root.*ssh-copy-id/s],
    ["unknown", "No ED25519 host key is known for 192.168.1.2 and you have requested", /is not known here.*by hand/s],
    ["a name", "ssh: Could not resolve hostname pve.lan: Name or service not known", /cannot resolve the name/],
    ["any other message", "kex_exchange_identification: read: Connection reset", /kex_exchange.*Fix: Try ssh/s],
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

describe("a damaged bundle is not used", () => {
  test("cut short", async () => {
    machine.fault("cut", "12000");
    const { error, text } = await push(bundle);
    expect(error).toMatch(/Unreachable|HomelabError/);
    expect(`${error}${text}`).toContain("Nothing was changed");
    expect(machine.read(conf)).toBeUndefined();
    expect(await push(bundle)).toMatchObject({ summary: "1 file changed, 1 unit restarted" });
  });

  test("changed on the way", async () => {
    machine.fault("garble", "s/as it was sent/as it was read/");
    const { text } = await push(bundleOf({ files: [fileOf(conf, "as it was sent\n")] }));
    expect(text).toContain("The bundle arrived damaged");
    expect(machine.read(conf)).toBeUndefined();
  });
});

describe("a connection that breaks", () => {
  test("during a push: the machine continues, and the result is read over a new connection", async () => {
    machine.fault("drop", "take time");
    const { summary, text } = await push(slow);
    expect(summary).toBe("1 file changed, 1 unit restarted");
    expect(text).toContain("note     the connection broke");
    expect(text.match(/write {4}\/etc\/mine\.conf/g)).toHaveLength(1);
    expect((await guarded("status")).summary).toContain("The guard is not armed.");
  });

  test("and stays broken: the node restores everything by itself", async () => {
    await push(bundle);
    const before = machine.state("etc");
    machine.fault("refuse-new", "ssh: connect to host 192.168.1.2 port 22: Connection timed out");
    const { error } = await push({ ...bundle, files: [fileOf(conf, "cuts us off\n"), fileOf("/etc/new", "")] });
    expect(error).toMatch(/^Unreachable: .*restores the former ones by itself within 120 s/s);
    expect(error).toContain("homelab guard status pve");
    expect(machine.read(conf)).toBe("cuts us off\n");
    machine.calls();
    machine.start("homelab-rollback.service");
    expect(machine.state("etc")).toEqual(before);
    expect(machine.calls()).toContain("restart mine.service");
    machine.mend("refuse-new");
    expect((await push(bundle)).text).toMatch(/restored its former files.*was not confirmed.*\/etc\/new/);
  });
});

describe("a push that is ended from outside", () => {
  test("is rolled back at once when logins still work", async () => {
    await push(killed());
    const before = machine.state("etc");
    machine.write("/die", "");
    const { error, text } = await push({ ...killed(), files: [fileOf(conf, "two\n")] });
    expect(error).toMatch(/^HomelabError/);
    expect(text).toContain("Something ended the push");
    expect(machine.state("etc")).toEqual(before);
  });

  test("continues with the next push, which restarts the remaining units", async () => {
    const next = { ...killed(), files: [fileOf(conf, "two\n")] };
    await push(killed());
    // The guard is armed for a change: a failed push does not trigger its rollback.
    await guarded("arm", "100", "me@here", "change");
    machine.write("/die", "");
    await push(next);
    expect(machine.read(conf)).toBe("two\n");
    machine.calls();
    const { summary, text } = await push(next);
    expect(summary).toBe("1 unit restarted");
    expect(text).toMatch(
      /^step {5}die\nrestart {2}mine\.service\nnote .* rolls back unless you run homelab guard confirm pve/,
    );
    expect(machine.calls()).toContain("restart mine.service");
    expect(await push(next)).toMatchObject({ summary: "0 changes" });
  });
});

test("the second of two simultaneous pushes names the user of the first, and does not disturb it", async () => {
  const ended = join(machine.root, "ended");
  const waiting = ["sh", "-c", 'until test -e "$0"; do sleep 0.05; done', ended];
  const first = push({ ...bundle, steps: [{ name: "wait", command: waiting, files: [conf] }] });
  await until(() => machine.read(conf) !== undefined);
  expect((await push(bundle, { who: "me@here" })).error).toMatch(
    /^HomelabError: Another push is running on this machine: me@here, since/,
  );
  machine.write("/ended", "");
  expect(await first).toMatchObject({ summary: "1 file changed, 1 unit restarted" });
});
