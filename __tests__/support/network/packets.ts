import { dockerHosts, flows, type Flow } from "../../../homelab/derive";
import { inDockerNetwork, views, type Zone, type Machine, type Service } from "../../../homelab/model";
import { isFrom, isListed } from "./listed";
import type { Packet } from "./packet";
import type { End, Sender, World } from "./world";

/** A packet about which the flow view and the rendered rules disagree. */
export interface Mismatch {
  readonly sender: string;
  readonly packet: string;
  readonly listed: string;
  readonly found: string;
}

/** Devices outside the homelab: two in the house, one of them an operator's, and one on the internet. */
const devices = ["192.168.1.50", "192.168.1.77", "203.0.113.9"] as const;

/** A stream of numbers below a bound, the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** All senders: guests, apps in Docker networks, hosts, and devices. */
export function sendersOf({ lab }: World): readonly Sender[] {
  const apps = views(lab)(dockerHosts).flatMap(({ guest, containers }) =>
    containers
      .filter(({ networks }) => networks.length > 0)
      .map(({ service }): Sender => ({ app: service.name, on: guest.name })),
  );
  return [
    ...[...lab.machines.keys()].map((guest): Sender => ({ guest })),
    ...new Map(apps.map((app) => [JSON.stringify(app), app])).values(),
    ...devices.map((device): Sender => ({ device })),
  ];
}

/** Sends packets of every kind, and returns those about which rules and flow view disagree. */
export function mismatches(world: World, seed: number, count: number): readonly Mismatch[] {
  const next = numbers(seed);
  const pick = <T>(items: readonly T[]): T => items[next(items.length)] as T;
  const senders = sendersOf(world);
  const all = views(world.lab)(flows);
  const addresses = addressesOf(world);
  return Array.from({ length: count }, (_, index) => {
    const flow = pick(all);
    const { to, protocol, port } = flow;
    if (index % 2 === 0) {
      const listed = senders.filter((sender) => isFrom(world, sender, flow));
      return listed.length === 0 ? [] : refused(world, pick(listed), flow);
    }
    // To a target where the port is open for some sender, and to one where it is not.
    const target = next(2) === 0 ? pick(addressesFor(world, pick(senders), to)) : pick(addresses);
    return passed(world, pick(senders), target, protocol, port);
  }).flat();
}

/** Flows whose packets do not arrive, each tried from every sender that it admits. */
export function refusals(world: World): readonly Mismatch[] {
  const senders = sendersOf(world);
  return views(world.lab)(flows).flatMap((flow) =>
    senders.filter((sender) => isFrom(world, sender, flow)).flatMap((sender) => refused(world, sender, flow)),
  );
}

/** Whether a packet that a flow permits does not arrive; stops at the first. */
export function refusesSomething(world: World): boolean {
  const senders = sendersOf(world);
  return views(world.lab)(flows).some((flow) =>
    senders.some((sender) => isFrom(world, sender, flow) && refused(world, sender, flow).length > 0),
  );
}

/** Packets that a flow permits and that do not arrive. */
function refused(world: World, sender: Sender, flow: Flow): readonly Mismatch[] {
  if (isOutOfSight(world, sender, flow)) return [];
  const { from, to, protocol, port, reason } = flow;
  const zone = "zone" in from ? from.zone : undefined;
  return addressesFor(world, sender, to, zone)
    .map((target) => ({ target, end: world.send(sender, target, protocol, port) }))
    .filter(({ end }) => !("at" in end) || end.at !== to.name)
    .map(({ target, end }) => mismatch(sender, `${target} (${to.name}) ${protocol} ${port}`, `open: ${reason}`, end));
}

/** Packets that no flow permits and that arrive, through a firewall that could have refused them. */
function passed(
  world: World,
  sender: Sender,
  target: string,
  protocol: Packet["protocol"],
  port?: number,
): readonly Mismatch[] {
  const end = world.send(sender, target, protocol, port);
  if (!("at" in end) || end.by.length === 0 || !world.lab.machines.has(end.at)) return [];
  const isListedFor = (one: Sender): boolean => isListed(world, one, end.at, protocol, port);
  return [sender, ...hiddenBy(world, sender)].some(isListedFor)
    ? []
    : [mismatch(sender, `${target} (${end.at}) ${protocol} ${port}`, "nothing", end)];
}

function mismatch(sender: Sender, packet: string, listed: string, end: End): Mismatch {
  return { sender: JSON.stringify(sender), packet, listed, found: JSON.stringify(end) };
}

/** Addresses of guests and hosts, and the hosts' gateway addresses. */
function addressesOf({ lab }: World): readonly string[] {
  return [
    ...[...lab.machines.values()].map(({ address }) => address as string),
    ...[...lab.networks.values()].filter(({ routedBy }) => routedBy === "host").map(({ gateway }) => gateway as string),
  ];
}

/**
 * The addresses at which a sender reaches a guest; for a hidden guest, the address of the host that hides it. A device
 * of the house may have a route inside, and reaches what is open to the household or the internet at either address.
 */
function addressesFor(world: World, sender: Sender, to: Machine, zone?: Zone): readonly [string, ...string[]] {
  const [own, there] = [ownGuest(world, sender), hostOf(world, to)];
  const here = own === undefined ? undefined : hostOf(world, own);
  const gateway = own === undefined || own.kind === "node" ? undefined : world.lab.networks.get(own.network)?.gateway;
  if (to.kind === "node") return [here === there ? (gateway ?? to.address) : to.address];
  if (!masks(world) || there === undefined || here === there) return [to.address];
  const outside = world.guest(there).address;
  if (own !== undefined) return [outside];
  return zone === "household" || zone === "internet" ? [to.address, outside] : [to.address];
}

/** The host behind which a guest is, if any; for a host, the host itself. */
function hostOf({ lab }: World, machine: Machine): string | undefined {
  if (machine.kind === "node") return machine.name;
  const network = lab.networks.get(machine.network);
  return network?.routedBy === "host" ? network.node : undefined;
}

function ownGuest(world: World, sender: Sender): Machine | undefined {
  if ("device" in sender) return undefined;
  return world.guest("guest" in sender ? sender.guest : sender.on);
}

function masks({ lab }: World): boolean {
  return lab.site.uplink.mode === "nat";
}

/** Guests that share the address of the sending host, because it hides them. */
function hiddenBy(world: World, sender: Sender): readonly Sender[] {
  if (!("guest" in sender) || world.guest(sender.guest).kind !== "node" || !masks(world)) return [];
  return [...world.lab.machines.values()]
    .filter((machine) => machine.kind !== "node" && hostOf(world, machine) === sender.guest)
    .map(({ name }) => ({ guest: name }));
}

/**
 * Flows that need no rule or have no path: to the sender itself; within one Docker network; from hosts and operators to
 * what another host hides, which they reach by SSH through that host and never by a forwarded port; and of hosts as
 * members of zones other than `hosts`, because they send from several addresses.
 */
function isOutOfSight(world: World, sender: Sender, { from, to, service, protocol }: Flow): boolean {
  const own = ownGuest(world, sender);
  if (own === undefined) return false;
  if (own === to) return "guest" in sender || shareNetwork(world, sender, to, service);
  const [here, there] = [hostOf(world, own), hostOf(world, to)];
  const isApart = masks(world) && here !== there;
  // A ping has no port that a host could forward.
  if (protocol === "icmp" && to.kind !== "node" && isApart && there !== undefined) return true;
  if (!("zone" in from)) return false;
  if (own.kind !== "node") return from.zone === "operators" && isApart;
  return from.zone !== "hosts" || (to.kind !== "node" && there !== undefined && isApart);
}

function shareNetwork({ lab }: World, sender: Sender, machine: Machine, service?: Service): boolean {
  if (service === undefined || !("app" in sender) || !inDockerNetwork({ id: "", service, machine })) return false;
  return service.app?.subnet === undefined && lab.services.get(sender.app)?.app?.subnet === undefined;
}
