import type { Ipv4 } from "../../values/ipv4";
import { shortNames } from "../../values/short-names";
import { hostGateways, view, type Homelab } from "../../model";

/** A name for an address in the firewall of Proxmox VE. */
export interface FirewallAlias {
  readonly name: string;
  readonly address: Ipv4;
  readonly comment: string;
}

/**
 * Longest name of an alias.
 *
 * @see https://pve.proxmox.com/pve-docs/api-viewer/#/cluster/firewall/aliases
 */
const longest = 64;

/**
 * Aliases for every machine, and for the hosts' gateway addresses, so that rules are readable: `IN ACCEPT tcp 5432 from
 * authentik`. Proxmox VE itself defines the meaning of the alias `local_network`: the firewall admits it to SSH, web
 * interface and consoles of the hosts regardless of the rules, and its default is the whole network of the host
 * (pve-firewall, compile_ipsets). Here it is one host, so that `operators` alone decides.
 */
export const firewallAliases = view("firewall aliases", (lab): readonly FirewallAlias[] => {
  const wanted = [...machineAliases(lab), ...gatewayAliases(lab)];
  const names = shortNames(
    wanted.map(({ name }) => name),
    longest,
  );
  const first = [...lab.machines.values()].find(({ kind }) => kind === "node");
  return [
    ...wanted.map((alias) => ({ ...alias, name: names.get(alias.name) ?? alias.name })),
    ...(first === undefined
      ? []
      : [{ name: "local_network", address: first.address, comment: "operators alone decides who may manage" }]),
  ];
});

/** Address -> the alias that rules use for it. */
export const aliasNames = view(
  "alias names",
  (_, get): ReadonlyMap<string, string> =>
    new Map(
      get(firewallAliases)
        .toReversed()
        .map(({ name, address }) => [address, name]),
    ),
);

/**
 * An alias begins with a letter and has at least two characters. No machine's name has an underscore, so ours are
 * unique.
 */
function machineAliases({ machines }: Homelab): FirewallAlias[] {
  return [...machines.values()].map(({ name, address, title }) => ({
    name: /^[a-z].+$/.test(name) ? name : `guest_${name}`,
    address,
    comment: title,
  }));
}

function gatewayAliases(lab: Homelab): FirewallAlias[] {
  return hostGateways(lab).map(({ network, node }) => ({
    name: `gateway_${network.name}`,
    address: network.gateway,
    comment: `${node.name} in ${network.name}`,
  }));
}
