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
  const found = new Map<string, { readonly rule: Omit<FlowRule, "reasons">; readonly reasons: Set<string> }>();
  for (const each of get(flows)) {
    const from = endOf(each);
    if ("machine" in from && from.machine === each.to) continue;
    const key = keyOf(from, each);
    const known = found.get(key);
    if (known === undefined) {
      const { to, protocol, port } = each;
      const rule = { from, to, protocol, ...(port !== undefined && { port }) };
      found.set(key, { rule, reasons: new Set([each.reason]) });
    } else known.reasons.add(each.reason);
  }
  const groups = get(members);
  return [...found.values()]
    .filter(
      ({ rule: { from, ...rest } }) =>
        !("machine" in from) || !zonesOf(from.machine, groups).some((zone) => found.has(keyOf({ zone }, rest))),
    )
    .map(({ rule, reasons }) => ({ ...rule, reasons: [...reasons].toSorted() }));
});

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
