import { groupBy } from "../../values/group-by";
import { nodeHiding, view, type Zone, type Machine, type Homelab, type Node } from "../../model";
import { members } from "./address-sets";
import { flowRules, reasonsOf, type End } from "./flow-rules";
import { isOutside } from "./routing-nodes";

/**
 * A port of a masqueraded guest that its node offers on its own address, to clients that cannot reach the guest itself.
 */
export interface ForwardedPort {
  readonly node: Node;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** The guest that answers, at the same port. */
  readonly to: Machine;
  /** Who may use it: zones outside, and machines that are not behind the node. */
  readonly from: readonly End[];
  readonly reasons: readonly string[];
}

/** Every port that nodes forward (only with `uplink: nat`), by node, port and guest, in order of declaration. */
export const forwardedPorts = view("forwarded ports", (lab, get): readonly ForwardedPort[] => {
  const outside = outsiders(lab, get(members));
  const grants = get(flowRules).flatMap(({ from, to, protocol, port, reasons }) => {
    const node = nodeHiding(lab, to);
    if (node === undefined || protocol === "icmp" || port === undefined) return [];
    return endsOutside(lab, from, node, outside).map((end) => ({ node, protocol, port, to, end, reasons }));
  });
  return [
    ...groupBy(grants, ({ node, protocol, port, to }) => `${node.name} ${protocol} ${port} ${to.name}`).values(),
  ].map((group) => {
    const [{ node, protocol, port, to }] = group;
    return { node, protocol, port, to, from: group.map(({ end }) => end), reasons: reasonsOf(group) };
  });
});

type Outsiders = (zone: Zone, node: Node) => readonly End[];

/** Members of a zone that are not behind a node, computed once for each zone and node. */
function outsiders(lab: Homelab, groups: ReadonlyMap<string, ReadonlySet<Machine>>): Outsiders {
  const known = new Map<string, readonly End[]>();
  return (zone, node) => {
    const key = `${zone} ${node.name}`;
    const found =
      known.get(key) ??
      [...(groups.get(zone) ?? [])].filter((machine) => isOutside(lab, machine, node)).map((machine) => ({ machine }));
    known.set(key, found);
    return found;
  };
}

/** The part of an end that is outside the networks that the node hides. */
function endsOutside(lab: Homelab, from: End, node: Node, outside: Outsiders): readonly End[] {
  if ("machine" in from) return isOutside(lab, from.machine, node) ? [from] : [];
  const { zone } = from;
  if (zone === "household" || zone === "internet") return [from];
  // Operators and the other hosts reach the guest by SSH through its host.
  return zone === "operators" || zone === "hosts" ? [] : outside(zone, node);
}
