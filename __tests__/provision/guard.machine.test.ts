import { bundleOf, fileOf, newMachine, until, type Machine } from "../support/machine";
import { guarded, push, watch } from "../support/machine-push";

let machine: Machine;
beforeEach(() => void (machine = newMachine()));
afterEach(() => machine.remove());

const interfaces = "/etc/network/interfaces";
const added = "/etc/network/interfaces.d/homelab";
const cluster = "/etc/pve/firewall/cluster.fw";
const bundle = bundleOf({ files: [fileOf("/etc/mine.conf", "one\n")] });
const check = (operators: readonly string[] = watch.operators) =>
  guarded("check", watch.who, ...operators, "--", ...watch.bridges);
const arm = (who = watch.who) => guarded("arm", "100", who, "change", "/etc/further", cluster);

describe("no change is made", () => {
  test("while the guard refuses it, with every reason at once; nothing is written", async () => {
    machine.write(`${interfaces}.new`, "somebody's edit\n");
    machine.write("/run/stand-in/route", "172.16.0.9 dev vmbr1.20 src 172.16.0.1\n");
    machine.fault("from", "172.16.0.9");
    await guarded("arm", "100", "other@there", "change");
    const before = machine.state("etc");
    const { error } = await push(bundle);
    expect(error).toContain("/etc/network/interfaces.new exists");
    expect(error).toContain("Node > Network");
    expect(error).toContain("You connect from 172.16.0.9, which is not in operators (192.168.1.0/24 10.9.9.9)");
    expect(error).toContain("uses vmbr1.20, and vmbr1 is about to change");
    expect(error).toMatch(/other@there has armed a rollback, which starts in \d+ s/);
    expect(machine.state("etc")).toEqual(before);
  });

  test.each([
    ["192.168.1.0/24", "192.168.1.255", true],
    ["192.168.1.0/25", "192.168.1.128", false],
    ["10.9.9.9", "10.9.9.9", true],
    ["10.9.9.9", "10.9.9.99", false],
    ["0.0.0.0/0", "203.0.113.7", true],
    ["192.168.1.50/32", "192.168.1.51", false],
    ["192.168.0.0/16", "fe80::1", false],
  ])("operators %s, coming from %s: %s", async (operator, client, isLetIn) => {
    machine.fault("from", client);
    machine.write("/run/stand-in/route", "");
    const { error = "" } = await check([operator]);
    expect(error.includes(`You connect from ${client}, which is not in operators`)).toBe(!isLetIn);
  });
});

describe("an armed guard", () => {
  test("restores network, firewall and files, and reports it", async () => {
    machine.write(cluster, "enable: 0\n");
    await push(bundle);
    machine.start("pve-firewall.service");
    const before = machine.state("etc");
    await arm();
    machine.write(interfaces, "cut off\n");
    machine.write(added, "auto vmbr1\n");
    machine.write(cluster, "enable: 1\n");
    machine.write("/etc/further", "new\n");
    machine.write("/etc/mine.conf", "edited\n");
    machine.calls();
    const { summary } = await guarded("rollback");
    expect(summary).toContain("5 files restored");
    // The cluster's file system sets its own times.
    expect({ ...machine.state("etc"), "pve/firewall/cluster.fw": "" }).toEqual({
      ...before,
      "pve/firewall/cluster.fw": "",
    });
    expect(machine.read(cluster)).toBe("enable: 0\n");
    expect(machine.calls()).toEqual(expect.arrayContaining(["ifreload --all", "try-restart pve-firewall.service"]));
    expect((await guarded("status")).summary).toMatch(
      /because an operator requested it.*The guard is not armed\.\n= nothing$/s,
    );
    expect((await guarded("confirm", watch.who)).error).toContain("because an operator requested it");
  });

  test("does so by itself when the time is over", async () => {
    await guarded("arm", "1", watch.who, "change");
    machine.write(interfaces, "cut off\n");
    await until(() => machine.read("/etc/motd.d/homelab-guard") !== undefined);
    expect(machine.read(interfaces)).toContain("iface lo");
    expect((await check()).summary).toContain("because the change was not confirmed in time");
  });

  test("does so after every further change, until one is confirmed", async () => {
    await push(bundle);
    await arm();
    const cutOff = async () => {
      machine.write(interfaces, "cut off\n");
      machine.write("/etc/mine.conf", "edited\n");
      await guarded("expire");
      expect(machine.read(interfaces)).toContain("iface lo");
      expect(machine.read("/etc/mine.conf")).toBe("one\n");
    };
    await cutOff();
    await cutOff();
    expect((await guarded("status")).summary).toMatch(/does so after every change until you confirm\.\n= returned$/);
    expect(machine.read("/etc/motd.d/homelab-guard")).toContain("guard.sh confirm");
    // A repair on the console differs from the change that was rolled back.
    machine.write(interfaces, "better\n");
    expect((await guarded("expire")).summary).toContain("it has changed since");
    expect(machine.read(interfaces)).toBe("better\n");
    expect((await guarded("confirm", "other@there")).summary).toBe("confirmed");
    await guarded("expire");
    expect(machine.read(interfaces)).toBe("better\n");
    expect(machine.read("/etc/motd.d/homelab-guard")).toBeUndefined();
  });

  test("restores a firewall that was never enabled as disabled, which Terraform can see", async () => {
    await arm();
    machine.write(cluster, "[OPTIONS]\n\nenable: 1\n");
    await guarded("rollback");
    expect(machine.read(cluster)).toContain("enable: 0\n");
  });

  test("of a push is disarmed after its rollback: the next push arms it again", async () => {
    await guarded("arm", "100", watch.who, "push");
    machine.write(interfaces, "cut off\n");
    await guarded("expire");
    expect(machine.read(interfaces)).toContain("iface lo");
    expect((await guarded("status")).summary).toMatch(/The guard is not armed\.\n= nothing$/);
  });

  test("changes nothing after the user who armed it has confirmed", async () => {
    await arm();
    machine.write(interfaces, "better\n");
    expect((await guarded("confirm", "other@there")).error).toContain("me@here has armed this");
    expect((await guarded("arm", "9", "other@there", "change")).error).toContain(
      "me@here has already armed a rollback",
    );
    expect((await guarded("status")).summary).toMatch(/^Armed by me@here: .* restored in \d+ s/);
    expect((await guarded("confirm", watch.who)).summary).toBe("confirmed");
    expect(machine.read(interfaces)).toBe("better\n");
    expect(machine.state("etc/systemd")).toEqual({});
    expect((await guarded("confirm", watch.who)).summary).toContain("nothing to confirm");
    expect((await guarded("rollback")).error).toContain("nothing to restore");
  });

  test("for a change also covers pushes, which neither confirm nor shorten it, and rolls back their files", async () => {
    const before = machine.state("etc/network");
    await guarded("arm", "500", watch.who, "change");
    expect((await push(bundle)).text).toMatch(/armed {4}.* in (500|4\d\d) s/);
    expect((await guarded("status")).summary).toMatch(/Armed by me@here: .* in (500|4\d\d) s/);
    await guarded("rollback");
    expect(machine.read("/etc/mine.conf")).toBeUndefined();
    expect(machine.state("etc/network")).toEqual(before);
    expect(await push(bundle)).toMatchObject({ summary: "1 file changed" });
  });

  test("of an interrupted push is continued and confirmed by the next push", async () => {
    await guarded("arm", "100", watch.who, "push");
    expect(await push(bundleOf({}))).toMatchObject({ summary: "0 changes" });
    expect((await guarded("status")).summary).toBe("The guard is not armed.\n= nothing");
  });

  test("survives a restart of the node: its timer is enabled", async () => {
    await arm();
    expect(machine.calls()).toContain("enable homelab-rollback.timer");
    expect(machine.read("/etc/systemd/system/homelab-rollback.timer")).toMatch(/OnActiveSec=100\n.*timers\.target/s);
  });
});
