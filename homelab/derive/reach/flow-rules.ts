import { groupBy } from "../../values/group-by";
import { view, type Zone, type Machine } from "../../model";
import { members } from "./address-sets";
import { flows, type Flow } from "./flows";

/** One end of a permission: a guest, or everybody of an audience. */
export type End = { readonly machine: Machine } | { readonly zone: Zone };

/**
 * Audiences that a guest can belong to. Not the operators: to what a host hides they come through that host by SSH, and a
 * guest that lives in their network needs a way of its own.
 */
const zones = ["household", "guests", "ntpClients"] as const satisfies readonly Zone[];

/** What guests may do to each other: flows of the same guests and port as one, for everything that knows only addresses. */
export interface FlowRule {
  readonly from: End;
  readonly to: Machine;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Absent for `icmp`. */
  readonly port?: number;
  /** Each reason once, sorted. */
  readonly reasons: readonly string[];
}

/**
 * Every flow between different guests, merged to one permission per (source, destination, protocol, port). What a guest
 * may do as a member of an audience is not said again for itself.
 */
export const flowRules = view("flow rules", (_, get): readonly FlowRule[] => {
  const between = get(flows).filter(({ from, to }) => !("instance" in from && from.instance.machine === to));
  const found = groupBy(between, (flow) => keyOf(endOf(flow), flow));
  const groups = get(members);
  return [...found.values()].flatMap((same) => {
    const [flow] = same;
    const { to, protocol, port } = flow;
    const from = endOf(flow);
    const joined = "machine" in from ? zonesOf(from.machine, groups) : [];
    return joined.some((zone) => found.has(keyOf({ zone }, flow)))
      ? []
      : [{ from, to, protocol, ...(port !== undefined && { port }), reasons: reasonsOf(same) }];
  });
});

/** Why all of them are permitted: each reason once, sorted. */
export function reasonsOf(all: readonly (Pick<Flow, "reason"> | Pick<FlowRule, "reasons">)[]): readonly string[] {
  return [...new Set(all.flatMap((each) => ("reasons" in each ? each.reasons : each.reason)))].toSorted();
}

/** Text of one end, for comments and tables. */
export function endName(end: End): string {
  return "machine" in end ? end.machine.name : end.zone;
}

function endOf({ from }: Flow): End {
  return "instance" in from ? { machine: from.instance.machine } : from;
}

function keyOf(from: End, { to, protocol, port }: Pick<Flow, "to" | "protocol" | "port">): string {
  const name = "machine" in from ? from.machine.name : `+${from.zone}`;
  return `${name} ${to.name} ${protocol} ${port}`;
}

/** Audiences of a guest; a host speaks with several addresses, all of which are in one set alone. */
function zonesOf(machine: Machine, groups: ReadonlyMap<string, ReadonlySet<Machine>>): readonly Zone[] {
  return machine.kind === "node" ? ["hosts"] : zones.filter((name) => groups.get(name)?.has(machine));
}
