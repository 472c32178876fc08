import { networkOf } from "../../model/addresses";
import { isHostRouted } from "../../model/network";
import type { Check } from "../check";

/** A network that a node routes exists on that node only: its bridge has no port to another node. */
export const hostRoutedNetwork: Check = (lab) => {
  const { networks, machines, site } = lab;
  const hasOwner = (network: string): boolean => site.networks[network]?.node !== undefined;
  const nodes = Object.keys(site.pve.nodes);
  const unowned = [...networks.values()]
    .filter((network) => isHostRouted(network) && !hasOwner(network.name))
    .map(({ name }) => ({
      rule: "host-routed-network",
      path: ["networks", name, "node"],
      message: `A host routes ${name}, but there are several hosts: ${nodes.join(", ")}.`,
      fix: `Set networks.${name}.node to the host that owns its gateway.`,
    }));
  const strangers = [...machines.values()].flatMap((machine) => {
    const network = networkOf(lab, machine);
    if (machine.kind === "node" || !isHostRouted(network) || !hasOwner(network.name)) return [];
    // unknown-node reports a node that does not exist.
    if (machine.node === network.node || !nodes.includes(machine.node)) return [];
    return [
      {
        rule: "host-routed-network",
        path: ["guests", machine.name, "node"],
        value: machine.node,
        message: `${machine.name} is on ${machine.node}, but its network ${network.name} exists only on ${network.node}, which routes it.`,
        fix: `Move ${machine.name} to ${network.node}, or give it a network that exists on ${machine.node}.`,
      },
    ];
  });
  return [...unowned, ...strangers];
};
