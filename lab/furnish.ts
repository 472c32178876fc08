import { join } from "node:path";
import { bundles } from "../homelab/bundle";
import { hostFirewalls } from "../homelab/derive";
import { textOf, views, type Homelab } from "../homelab/model";
import { guestFirewallText } from "./guest-firewall";
import { networkScript, type LabMachine, type Plan } from "./plan";
import { freePort, keepRunning } from "./daemons";
import { site } from "./site";
import type { Watch } from "./watch";
import { tool, type World } from "./world";
import { HomelabError } from "../homelab/values/error";

export interface Furnishing {
  readonly world: World;
  readonly watch: Watch;
  readonly lab: Homelab;
  readonly plan: Plan;
  /** Root of the Debian that guests are made from. */
  readonly base: string;
  /** Where packages are kept from one run to the next. */
  readonly cache: string;
}

/** Makes the networks, loads the firewalls, and starts the host's services and all containers at once. */
export async function furnish({ world, watch, lab, plan, base, cache }: Furnishing): Promise<void> {
  await world.must(["bash", "-s"], { input: networkScript(plan) });
  await loadFirewalls(world, lab, plan);
  await Promise.all([
    ...containersOf(plan).map((machine) => startContainer(world, machine, base)),
    startHost({ world, watch, lab, plan, cache }),
  ]);
  await Promise.all(
    containersOf(plan)
      .filter(isVirtual)
      .map((machine) => letIn(world, machine)),
  );
}

/** Starts what a push and its guests need of their host: SSH, `pct`, and the package cache as configured. */
async function startHost({ world, watch, lab, plan, cache }: Omit<Furnishing, "base">): Promise<void> {
  const config = views(lab)(bundles)
    .get(plan.host.name)
    ?.files.find(({ path }) => path.endsWith("/acng.conf"));
  const port = lab.services.get("apt-proxy")?.ports["http"]?.number;
  if (config === undefined || port === undefined) throw new HomelabError("The host has no package cache.");
  const script = "mkdir -p /lab/packages && cat >/lab/packages/acng.conf";
  await world.must(["sh", "-c", script], { input: textOf(config.content, () => "") });
  const behind = String(await freePort());
  const place = join(cache, "packages");
  keepRunning({ world, watch }, { name: "cache", command: ["cache", place, behind], outside: true });
  keepRunning({ world, watch }, { name: "relay", command: ["relay", String(port), behind], outside: true });
  await world.must([tool("pve"), "keys", plan.host.address]);
  keepRunning({ world, watch }, { name: "ssh", command: ["ssh"] });
  await Promise.all([packagesAnswer({ world, lab }), sshAnswers({ world, plan })]);
  await world.must(["cp", site, "/root/homelab.yaml"]);
}

/** Asks the package cache until it answers. Guests without it ask Debian's archives, which the lab cannot reach. */
export async function packagesAnswer({ world, lab }: Pick<Furnishing, "world" | "lab">): Promise<void> {
  const service = lab.services.get("apt-proxy");
  const port = service?.ports["http"]?.number;
  const health = service?.operations.health;
  if (port === undefined || health === undefined || !("path" in health))
    throw new HomelabError("The host has no package cache.");
  const request = `GET ${health.path} HTTP/1.0\r\n\r\n`;
  await world.must([tool("pve"), "await", "127.0.0.1", String(port), " 200 ", request], {
    as: "host: the package cache answers",
  });
}

export async function sshAnswers({ world, plan }: Pick<Furnishing, "world" | "plan">): Promise<void> {
  await world.must([tool("pve"), "await", plan.host.address, "22", "^SSH-", ""], { as: "host: SSH answers" });
}

const isVirtual = ({ machine }: LabMachine): boolean => machine?.kind === "vm";

/** Installs the operator's key, as cloud-init does in a virtual machine. */
async function letIn(world: World, { id, name }: LabMachine): Promise<void> {
  const script = "mkdir -p -m 700 /root/.ssh && cat >/root/.ssh/authorized_keys";
  const input = await world.must(["cat", "/root/.ssh/id_ed25519.pub"]);
  await world.must([tool("pct"), "exec", id, "--", "sh", "-c", script], {
    input,
    as: `${name}: installs the operator's key`,
  });
}

export const containersOf = (plan: Plan): readonly LabMachine[] =>
  plan.guests.filter(({ kind }) => kind === "container");

/** The host's table is the text that a push brings; nft stands in for Proxmox VE's firewall. */
export async function loadFirewalls(world: World, lab: Homelab, plan: Plan): Promise<void> {
  const [own] = views(lab)(hostFirewalls);
  if (own === undefined) throw new HomelabError("The host has no firewall table.");
  await loadTables(world, `${own.text}\n${guestFirewallText(lab, plan)}`);
}

export const loadTables = (world: World, text: string): Promise<string> =>
  world.must(["nft", "--file", "-"], { input: text });

async function startContainer(world: World, machine: LabMachine, base: string): Promise<void> {
  const { id, name, bridge, address, bits, gateway } = machine;
  await world.must([tool("guest"), "make", id, name, base], { as: `${name}: is created` });
  await world.must([tool("guest"), "start", id, bridge, `${address}/${bits}`, gateway], { as: `${name}: starts` });
}
