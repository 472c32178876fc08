import { networkOf } from "../../model/addresses";
import type { Check } from "../check";

/** A network that a node routes lives on that node alone: its bridge has no port to carry it to another. */
export const hostRoutedNetwork: Check = (lab) => {
  const { networks, machines, site } = lab;
  const nodes = Object.keys(site.pve.nodes);
  const unowned = [...networks.values()]
    .filter(({ routedBy, node }) => routedBy === "host" && node === undefined)
    .map(({ name }) => ({
      rule: "host-routed-network",
      path: ["networks", name, "node"],
      message: `${name} is routed by a host, and there are several: ${nodes.join(", ")}.`,
      fix: `Say which one owns its gateway: networks.${name}.node.`,
    }));
  const strangers = [...machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    // A node that does not exist is another rule's business.
    if (machine.kind === "node" || network.node === undefined || !nodes.includes(machine.node)) return [];
    if (machine.node === network.node) return [];
    return [
      {
        rule: "host-routed-network",
        path: ["guests", machine.name, "node"],
        value: machine.node,
        message: `${machine.name} is on ${machine.node}, but its network ${network.name} is routed by ${network.node} and ends there.`,
        fix: `Move it to ${network.node}, or give it a network that reaches ${machine.node}.`,
      },
    ];
  });
  return [...unowned, ...strangers];
};
