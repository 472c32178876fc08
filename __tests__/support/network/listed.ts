import { flows, type Flow } from "../../../homelab/derive";
import {
  inDockerNetwork,
  isManaged,
  views,
  type Zone,
  type Machine,
  type Homelab,
  type Instance,
} from "../../../homelab/model";
import { groupBy } from "../../../homelab/values/group-by";
import { inRange, type Packet } from "./packet";
import type { Sender, World } from "./world";

// Whether flows permit a packet, according to the flow view alone and not to the rules that are rendered from it.

/** The flows that permit a sender to open a port of a guest or host. */
export function isListed(
  world: World,
  sender: Sender,
  to: string,
  protocol: Packet["protocol"],
  port?: number,
): boolean {
  const listed = indexOf(world.lab).get(`${to} ${protocol} ${port}`) ?? [];
  return listed.some((flow) => isFrom(world, sender, flow));
}

/** Whether a flow admits this sender. */
export function isFrom(world: World, sender: Sender, { from, to }: Flow): boolean {
  return "instance" in from
    ? isInstance(world.lab, sender, from.instance)
    : isMember(world, sender, from.zone, world.guest(to.name));
}

const indexes = new WeakMap<Homelab, ReadonlyMap<string, readonly Flow[]>>();

function indexOf(lab: Homelab): ReadonlyMap<string, readonly Flow[]> {
  const index =
    indexes.get(lab) ?? groupBy(views(lab)(flows), ({ to, protocol, port }) => `${to.name} ${protocol} ${port}`);
  indexes.set(lab, index);
  return index;
}

/** Firewalls cannot distinguish apps that share a Docker network, so a flow of one admits them all. */
function isInstance({ services }: Homelab, sender: Sender, instance: Instance): boolean {
  if ("device" in sender) return false;
  if ("guest" in sender) return instance.machine.name === sender.guest;
  const app = services.get(sender.app)?.app;
  const other = instance.service.app;
  const isHome = app?.subnet === undefined ? other?.subnet === undefined : instance.service.name === sender.app;
  return instance.machine.name === sender.on && inDockerNetwork(instance) && isHome;
}

/** Membership in a zone, from what a sender is and where it is. */
function isMember(world: World, sender: Sender, zone: Zone, to: Machine): boolean {
  if ("app" in sender) return zone === "guests" && isManaged(world.guest(sender.on));
  const { networks, site } = world.lab;
  const machine = "guest" in sender ? world.guest(sender.guest) : undefined;
  const address = machine?.address ?? ("device" in sender ? sender.device : "");
  const livesIn = (ranges: readonly string[]): boolean => ranges.some((range) => inRange(address, range));
  const members: Readonly<Record<Zone, () => boolean>> = {
    household: () =>
      livesIn([...["lan"].flatMap((name) => networks.get(name)?.cidr ?? []), ...site.operators]) ||
      machine?.name === "netbird",
    guests: () => machine !== undefined && isManaged(machine),
    ntpClients: () => machine !== undefined && machine.kind !== "lxc",
    hosts: () => machine?.kind === "node",
    operators: () => livesIn(site.operators),
    internet: () => !livesIn([...networks.values()].map(({ cidr }) => cidr)) || comesUnjudged(world, machine, to),
  };
  return members[zone]();
}

/** Proxmox VE cannot express "not from here", so what passes through no host's table may arrive as well. */
function comesUnjudged({ lab, pve }: World, machine: Machine | undefined, to: Machine): boolean {
  if (machine?.kind === "node") return true;
  const isOutside = ({ network }: Machine): boolean => lab.networks.get(network)?.routedBy === "router";
  return isOutside(to) && (machine === undefined || (isOutside(machine) && !pve.guards(machine)));
}
