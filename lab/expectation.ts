import { firewall, flowRules, type FlowRule } from "../homelab/derive";
import { members } from "../homelab/derive/reach/address-sets";
import {
  addressOn,
  isHostRouted,
  lanOf,
  networkOf,
  nodeHiding,
  views,
  type Zone,
  type Machine,
  type Homelab,
} from "../homelab/model";
import { contains, containsAny, type Ipv4 } from "../homelab/values/ipv4";
import { internet, type LabMachine, type Plan } from "./plan";

/** A port to probe, or ping. */
export interface ProbedPort {
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Absent for `icmp`. */
  readonly port?: number;
}

/** Where to probe: an address, and the machine that answers there. */
export interface Place {
  readonly name: string;
  readonly address: Ipv4;
  /** Absent for the internet. */
  readonly machine?: LabMachine;
}

/** Whether this machine may reach that port of that place. */
export type Expectation = (from: LabMachine, place: Place, port: ProbedPort) => boolean;

/** A port that nothing declares: a machine that reaches it can reach any port. */
const undeclared: ProbedPort = { protocol: "tcp", port: 4444 };

/** Every port that a flow rule opens somewhere, one that none opens, and ping. */
export function portsToProbe(lab: Homelab): readonly ProbedPort[] {
  const found = new Map(views(lab)(flowRules).map(({ protocol, port }) => [`${protocol} ${port}`, { protocol, port }]));
  const ports = [...found.values()].filter(({ protocol }) => protocol !== "icmp") as ProbedPort[];
  return [...ports, undeclared, { protocol: "icmp" }];
}

/** Every address of the homelab, and one on the internet. */
export function placesOf({ host, guests, networks }: Plan): readonly Place[] {
  const gateways = networks.filter(isHostRouted);
  return [
    { name: host.name, address: host.address, machine: host },
    ...gateways.map(({ name, gateway }) => ({ name: `${host.name} in ${name}`, address: gateway, machine: host })),
    ...guests.map((machine) => ({ name: machine.name, address: machine.address, machine })),
    { name: "internet", address: internet },
  ];
}

/** Whether the homelab decides about a pair. It does not decide about traffic between the router's own neighbours. */
export function isJudged(plan: Plan, from: LabMachine, place: Place): boolean {
  if (from === place.machine) return false;
  const isOutside = ({ bridge }: LabMachine) => bridge === plan.host.bridge;
  if (place.machine === undefined) return from.kind === "container";
  // Machines beside the host reach each other without it, and the host may reach all of them.
  if (isOutside(place.machine) && place.machine !== plan.host) return !isOutside(from);
  // The internet reaches only one address.
  return from !== plan.router || place.address === plan.host.address;
}

/**
 * The flow rules as expectations about packets. A rule opens a port at the address under which the client sees the
 * port's owner. To machines outside, a host publishes the ports of the guests that it hides at its own address.
 */
export function expectationOf(lab: Homelab, plan: Plan): Expectation {
  const get = views(lab);
  const all = get(flowRules);
  const groups = get(members);
  const inGroup = (zone: Zone, from: LabMachine) => isIn(lab, plan, zone, from, groups.get(zone));
  const guarded = get(firewall).guests;
  // A guest uses the host's address in its own network; a port for all guests is open at each address of the host.
  const isSeenAt = ({ address }: Place, from: LabMachine, each: FlowRule): boolean => {
    const isForAll = "zone" in each.from && each.from.zone === "guests";
    const guest = [...guarded.keys()].find((one) => one === from.machine);
    const network = isForAll || guest === undefined ? undefined : networkOf(lab, guest);
    return network === undefined || addressOn(lab, each.to, network) === address;
  };
  const isHidden = (machine: LabMachine): boolean =>
    machine.machine !== undefined && nodeHiding(lab, machine.machine) !== undefined;
  return (from, place, port) => {
    const { machine } = place;
    if (machine === undefined) return from.machine !== undefined && !networkOf(lab, from.machine).isolated;
    if (machine !== plan.host) {
      return all.some((each) => isPort(each, port) && each.to === machine.machine && admits(each, from, inGroup));
    }
    const own = all.some(
      (each) =>
        isPort(each, port) && each.to === machine.machine && isSeenAt(place, from, each) && admits(each, from, inGroup),
    );
    const isForwarded =
      !isHidden(from) &&
      place.address === plan.host.address &&
      port.protocol !== "icmp" &&
      all.some(
        (each) =>
          isPort(each, port) && nodeHiding(lab, each.to) !== undefined && isPublic(each) && admits(each, from, inGroup),
      );
    return own || isForwarded;
  };
}

const isPort = (rule: FlowRule, { protocol, port }: ProbedPort): boolean =>
  rule.protocol === protocol && rule.port === port;

/** Operators and hosts connect through the host by SSH, so it publishes nothing for them. */
const isPublic = ({ from }: FlowRule): boolean =>
  "machine" in from || (from.zone !== "operators" && from.zone !== "hosts");

function admits({ from }: FlowRule, machine: LabMachine, inGroup: (zone: Zone, from: LabMachine) => boolean) {
  return "machine" in from ? from.machine === machine.machine : inGroup(from.zone, machine);
}

function isIn(
  lab: Homelab,
  plan: Plan,
  zone: Zone,
  from: LabMachine,
  group: ReadonlySet<Machine> | undefined,
): boolean {
  if (from === plan.router) return zone === "internet";
  // The host sends from the address of a gateway, which is in no other zone. A port for the internet is open to all.
  if (from === plan.host) return zone === "hosts" || zone === "internet";
  if (from.machine !== undefined) return group?.has(from.machine) ?? false;
  if (zone === "operators") return containsAny(lab.site.operators, from.address);
  return zone === "household" && contains(lanOf(lab).cidr, from.address);
}
