import { hostFirewalls } from "../homelab/derive";
import { views, type Homelab } from "../homelab/model";
import { guestFirewallText } from "./guest-firewall";
import { networkScript, type Machine, type Plan } from "./plan";
import { LabFault, tool, type World } from "./world";

/** Makes the networks, loads the firewalls, and starts every container, all at once. */
export async function furnish(world: World, lab: Homelab, plan: Plan, base: string): Promise<void> {
  await world.must(["bash", "-s"], { input: networkScript(plan) });
  await loadFirewalls(world, lab, plan);
  await Promise.all(containersOf(plan).map((machine) => startContainer(world, machine, base)));
}

export const containersOf = (plan: Plan): readonly Machine[] => plan.guests.filter(({ kind }) => kind === "container");

/** The host's table is the very text that a push brings it; Proxmox VE's firewall is played by nft. */
export async function loadFirewalls(world: World, lab: Homelab, plan: Plan): Promise<void> {
  const [own] = views(lab)(hostFirewalls);
  if (own === undefined) throw new LabFault("The host has no table.");
  await loadTables(world, `${own.text}\n${guestFirewallText(lab, plan)}`);
}

export const loadTables = (world: World, text: string): Promise<string> =>
  world.must(["nft", "--file", "-"], { input: text });

async function startContainer(world: World, machine: Machine, base: string): Promise<void> {
  const { id, name, bridge, address, bits, gateway } = machine;
  await world.must([tool("guest"), "make", id, name, base]);
  await world.must([tool("guest"), "start", id, bridge, `${address}/${bits}`, gateway]);
}
