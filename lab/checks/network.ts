import { hostTable, rendered } from "../../homelab/derive";
import { views } from "../../homelab/model";
import { loadFirewalls, loadTables } from "../furnish";
import { guestFirewallText } from "../guest-firewall";
import { listenEverywhere, matrix, type Verdict } from "../matrix";
import { others } from "../plan";
import { inside, machineNamed, runsHere, type Scene } from "../scene";

const suite = "network";

/** Probes every port between all machines, and checks that the lab would notice an undeclared opening. */
export async function network(scene: Scene): Promise<void> {
  const { lab, plan, world, tally, say } = scene;
  await holders(scene, "stop");
  const stopListening = await listenEverywhere(scene);
  try {
    say("network: probing every port of every machine from every machine");
    const verdicts = await matrix(scene, [plan.host, ...others(plan)]);
    for (const { from, to, knocked, open, faults } of verdicts) {
      const failure = faults.length > 0 && { failure: faults.join("\n") };
      tally.add({ suite, name: `${from} to ${to}: ${open} of ${knocked} ports are open`, seconds: 0, ...failure });
    }
    say(`ok    network: ${summaryOf(verdicts)}`);
    try {
      await controls(scene);
    } finally {
      await world.must(["sysctl", "--write", "net.bridge.bridge-nf-call-iptables=1"]);
      await loadFirewalls(world, lab, plan);
    }
  } finally {
    await stopListening();
    await holders(scene, "start");
  }
  await listeners(scene);
}

/** Stops or starts programs that own a UDP port: they do not answer a probe, so the lab listens there meanwhile. */
async function holders(scene: Scene, action: "stop" | "start"): Promise<void> {
  const get = views(scene.lab);
  const busy = [...get(rendered)].filter(
    ([instance, { artifacts = [] }]) =>
      artifacts.length > 0 &&
      runsHere(scene, instance) &&
      Object.values(instance.service.ports).some(({ protocol }) => protocol === "udp"),
  );
  await Promise.all(
    busy.map(([{ machine }, { units = [] }]) =>
      inside(scene, machine.name, ["systemctl", action, ...units.map(({ name }) => name)]),
    ),
  );
}

function summaryOf(verdicts: readonly Verdict[]): string {
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((total, each) => total + of(each), 0);
  const sources = new Set(verdicts.map(({ from }) => from)).size;
  const good = verdicts.filter(({ faults }) => faults.length === 0).length;
  const ports = `${sum(({ knocked }) => knocked)} probes from ${sources} machines, ${sum(({ open }) => open)} open`;
  return `${ports}; ${good} of ${verdicts.length} pairs are as declared`;
}

/** A matrix that cannot fail proves nothing: this removes parts of the firewall, and the matrix must notice each. */
async function controls(scene: Scene): Promise<void> {
  const { lab, plan, world } = scene;
  const rules = guestFirewallText(lab, plan);
  const without = (pattern: RegExp) => async (): Promise<void> => {
    await loadTables(world, rules.replaceAll(pattern, ""));
  };
  const deleted =
    (...tables: readonly string[]) =>
    async (): Promise<void> => {
      await world.must(["nft", tables.map((table) => `delete table ${table}`).join("; ")]);
    };
  const bridged = async (): Promise<void> => {
    await world.must(["sysctl", "--write", "net.bridge.bridge-nf-call-iptables=0"]);
  };
  await control(scene, "bridged packets are not filtered", "postgres", bridged, /^redis: .*tcp 6379 is open/m);
  await world.must(["sysctl", "--write", "net.bridge.bridge-nf-call-iptables=1"]);
  const database = without(/^.*tcp dport 5432 accept.*\n/gm);
  await control(
    scene,
    "the rules that admit clients to PostgreSQL are missing",
    "docker",
    database,
    /^postgres: tcp 5432 is (refused|filtered)/m,
  );
  const guests = deleted("inet proxmox", "bridge proxmox");
  await control(scene, "the guests' firewalls are off", "traefik", guests, /^adguard: .*tcp 22 is open/m);
  const hosts = deleted(hostTable);
  await control(scene, "the host's table is missing as well", "traefik", hosts, /^postgres: .*tcp 5432 is open/m);
  await scene.tally.check(
    suite,
    "without any firewall every port is open, so only the firewall closes ports",
    async () => {
      const verdicts = await matrix(scene, [machineNamed(scene, "traefik")]);
      const closed = verdicts.filter(({ to, knocked, open }) => to !== "internet" && open < knocked);
      return closed.length === 0
        ? undefined
        : closed.map(({ to, knocked, open }) => `${to}: ${open} of ${knocked} are open`).join("\n");
    },
  );
}

async function control(scene: Scene, what: string, from: string, change: () => Promise<void>, sign: RegExp) {
  await scene.tally.check(suite, `the matrix notices when ${what}`, async () => {
    await change();
    const verdicts = await matrix(scene, [machineNamed(scene, from)]);
    const found = verdicts
      .filter(({ faults }) => faults.length > 0)
      .map(({ to, faults }) => `${to}: ${faults.join(", ")}`);
    return sign.test(found.join("\n")) ? undefined : `The matrix found:\n${found.join("\n") || "nothing"}`;
  });
}

/** Checks that no pushed program listens on an undeclared port. */
async function listeners(scene: Scene): Promise<void> {
  const { lab, pushed, tally } = scene;
  await Promise.all(
    pushed.map((name) =>
      tally.check(suite, `${name} listens only on declared ports`, async () => {
        const declared = new Set(
          lab.instances
            .filter(({ machine }) => machine.name === name)
            .flatMap(({ service }) =>
              Object.values(service.ports).map(({ protocol, number }) => `${protocol} ${number}`),
            ),
        );
        const { stdout } = await inside(scene, name, [
          "ss",
          "--no-header",
          "--listening",
          "--tcp",
          "--udp",
          "--numeric",
        ]);
        const found = stdout.split("\n").flatMap((line) => {
          const [protocol = "", , , , local = ""] = line.split(/\s+/);
          const [, address = "", port = ""] = /^(.*):(\d+)$/.exec(local) ?? [];
          return port === "" || /^(127\.|\[::1\])/.test(address) ? [] : [`${protocol} ${port}`];
        });
        const unknown = found.filter((port) => !declared.has(port));
        return unknown.length === 0 ? undefined : `undeclared: ${unknown.join(", ")}`;
      }),
    ),
  );
}
