import { join } from "node:path";
import { bundles } from "../homelab/bundle";
import { hostFirewalls } from "../homelab/derive";
import { textOf, views, type Homelab } from "../homelab/model";
import { guestFirewallText } from "./guest-firewall";
import { networkScript, type LabMachine, type Plan } from "./plan";
import { site } from "./site";
import { startOutside, tool, type World } from "./world";
import { HomelabError } from "../homelab/values/error";

export interface Furnishing {
  readonly world: World;
  readonly lab: Homelab;
  readonly plan: Plan;
  /** Root of the Debian that guests are made from. */
  readonly base: string;
  /** Where packages lie from one run to the next. */
  readonly cache: string;
}

/** Makes the networks, loads the firewalls, and starts the host's services and every container, all at once. */
export async function furnish({ world, lab, plan, base, cache }: Furnishing): Promise<void> {
  await world.must(["bash", "-s"], { input: networkScript(plan) });
  await loadFirewalls(world, lab, plan);
  await Promise.all([
    ...containersOf(plan).map((machine) => startContainer(world, machine, base)),
    startHost({ world, lab, plan, cache }),
  ]);
  await Promise.all(
    containersOf(plan)
      .filter(isVirtual)
      .map((machine) => letIn(world, machine)),
  );
}

/** What a push and its guests need of their host: SSH, `pct`, the package cache with its own configuration, the vault. */
async function startHost({ world, lab, plan, cache }: Omit<Furnishing, "base">): Promise<void> {
  const config = views(lab)(bundles)
    .get(plan.host.name)
    ?.files.find(({ path }) => path.endsWith("/acng.conf"));
  const port = lab.services.get("apt-proxy")?.ports["http"]?.number;
  if (config === undefined || port === undefined) throw new HomelabError("The host has no package cache.");
  const script = "mkdir -p /lab/packages && cat >/lab/packages/acng.conf";
  await world.must(["sh", "-c", script], { input: textOf(config.content, () => "") });
  startOutside(world.pid, [tool("pve"), "cache", join(cache, "packages")]);
  await world.must([tool("pve"), "packages", String(port)]);
  await world.must([tool("pve"), "ssh", plan.host.address]);
  await world.must(["cp", site, "/root/homelab.yaml"]);
}

const isVirtual = ({ machine }: LabMachine): boolean => machine?.kind === "vm";

/** A cloud image lets in the operator's key. */
async function letIn(world: World, { id }: LabMachine): Promise<void> {
  const script = "mkdir -p -m 700 /root/.ssh && cat >/root/.ssh/authorized_keys";
  const input = await world.must(["cat", "/root/.ssh/id_ed25519.pub"]);
  await world.must([tool("pct"), "exec", id, "--", "sh", "-c", script], { input });
}

export const containersOf = (plan: Plan): readonly LabMachine[] =>
  plan.guests.filter(({ kind }) => kind === "container");

/** The host's table is the very text that a push brings it; Proxmox VE's firewall is played by nft. */
export async function loadFirewalls(world: World, lab: Homelab, plan: Plan): Promise<void> {
  const [own] = views(lab)(hostFirewalls);
  if (own === undefined) throw new HomelabError("The host has no table.");
  await loadTables(world, `${own.text}\n${guestFirewallText(lab, plan)}`);
}

export const loadTables = (world: World, text: string): Promise<string> =>
  world.must(["nft", "--file", "-"], { input: text });

async function startContainer(world: World, machine: LabMachine, base: string): Promise<void> {
  const { id, name, bridge, address, bits, gateway } = machine;
  await world.must([tool("guest"), "make", id, name, base]);
  await world.must([tool("guest"), "start", id, bridge, `${address}/${bits}`, gateway]);
}
