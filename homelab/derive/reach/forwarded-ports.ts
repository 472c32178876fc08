import { groupBy } from "../../values/group-by";
import { nodeHiding, view, type Zone, type Machine, type Homelab, type Node } from "../../model";
import { members } from "./address-sets";
import { flowRules, reasonsOf, type End } from "./flow-rules";
import { isOutside } from "./routing-nodes";

/** A port of a masqueraded guest that its host offers on its own address, to those who cannot reach the guest itself. */
export interface ForwardedPort {
  readonly node: Node;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** The guest that answers, at the same port. */
  readonly to: Machine;
  /** Who may come this way: audiences from outside, and guests that are not behind the host. */
  readonly from: readonly End[];
  readonly reasons: readonly string[];
}

/** Everything that hosts publish (`uplink: nat` alone), by host, port and guest, in order of declaration. */
export const forwardedPorts = view("published ports", (lab, get): readonly ForwardedPort[] => {
  const outside = outsiders(lab, get(members));
  const grants = get(flowRules).flatMap(({ from, to, protocol, port, reasons }) => {
    const node = nodeHiding(lab, to);
    if (node === undefined || protocol === "icmp" || port === undefined) return [];
    return comers(lab, from, node, outside).map((end) => ({ node, protocol, port, to, end, reasons }));
  });
  return [
    ...groupBy(grants, ({ node, protocol, port, to }) => `${node.name} ${protocol} ${port} ${to.name}`).values(),
  ].map((group) => {
    const [{ node, protocol, port, to }] = group;
    return { node, protocol, port, to, from: group.map(({ end }) => end), reasons: reasonsOf(group) };
  });
});

type Outsiders = (zone: Zone, node: Node) => readonly End[];

/** Members of an audience who are not behind a node, found once for each. */
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

/** Those of an end who are outside of what the node hides. */
function comers(lab: Homelab, from: End, node: Node, outside: Outsiders): readonly End[] {
  if ("machine" in from) return isOutside(lab, from.machine, node) ? [from] : [];
  const { zone } = from;
  if (zone === "household" || zone === "internet") return [from];
  // Operators and the other hosts go through the host, by SSH.
  return zone === "operators" || zone === "hosts" ? [] : outside(zone, node);
}
