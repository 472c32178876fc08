import { groupBy } from "../../values/group-by";
import { view, type Zone, type Machine } from "../../model";
import { members } from "./address-sets";
import { flows, type Flow } from "./flows";

/** One end of a flow rule: a machine, or every member of a zone. */
export type End = { readonly machine: Machine } | { readonly zone: Zone };

/**
 * Zones that a guest can belong to. `operators` is not among them: operators reach what a host hides by SSH through
 * that host, so a guest in their network needs its own rule.
 */
const zones = ["household", "guests", "ntpClients"] as const satisfies readonly Zone[];

/** Flows of the same ends and port as one, for firewalls, which see only addresses. */
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
 * Every flow between different machines, merged into one rule per (source, destination, protocol, port). What a guest
 * may open as a member of a zone is not repeated for the guest itself.
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

/** The reasons of all these flows or rules: each once, sorted. */
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

/** Zones of a machine. A node sends from several addresses, and only the set `hosts` holds all of them. */
function zonesOf(machine: Machine, groups: ReadonlyMap<string, ReadonlySet<Machine>>): readonly Zone[] {
  return machine.kind === "node" ? ["hosts"] : zones.filter((name) => groups.get(name)?.has(machine));
}
