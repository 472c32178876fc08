import { hostAt, broadcastNumber } from "../values/ipv4";
import type { Problem } from "../values/problem";
import { nearest } from "../values/nearest";
import { parseVmid } from "../values/vmid";
import type { Site } from "../site";
import type { Machine, GuestSpec, Guest, Node } from "./machine";
import { lan, type Network } from "./network";

/** VMIDs: LXC 5 is 105, VM 3 is 203. */
const firstVmid = { lxc: 100, vm: 200 } as const;

/**
 * Enabled networks of homelab.yaml by name. With an external uplink a router owns every gateway. The network of the
 * nodes is always among them, so every machine has a network; the rule lan-disabled reports that it is switched off.
 * The first node owns a gateway for which homelab.yaml has to name one of several; host-routed-network reports that.
 */
export function resolveNetworks(site: Site): ReadonlyMap<string, Network> {
  return new Map(
    Object.entries(site.networks)
      .filter(([name, { enabled }]) => enabled || name === lan)
      .map(([name, { enabled: _, routedBy, node = firstNode(site), ...network }]) => [
        name,
        site.uplink.mode === "external" || routedBy === "router"
          ? { name, ...network, routedBy: "router" }
          : { name, ...network, routedBy, node },
      ]),
  );
}

function firstNode(site: Site): string {
  return Object.keys(site.pve.nodes)[0] as string;
}

/** The node of a network's guests that name none: the network's own in homelab.yaml, or else the first. */
function nodeFor(site: Site, { name }: Network): string {
  const declared = site.uplink.mode === "external" ? undefined : site.networks[name]?.node;
  return declared ?? firstNode(site);
}

/** The PVE nodes as machines. */
function nodesOf(site: Site): Node[] {
  return Object.entries(site.pve.nodes).map(([name, node]) => ({
    kind: "node",
    name,
    hostname: name,
    title: `PVE node ${name}`,
    purpose: "Proxmox VE host",
    stack: "host",
    node: name,
    network: lan,
    address: node.address,
  }));
}

/** Applies homelab.yaml to the declared guests. Leaves out guests that it switches off and guests without a network. */
export function resolveGuests(
  site: Site,
  specs: readonly GuestSpec[],
  networks: ReadonlyMap<string, Network>,
): { readonly machines: Machine[]; readonly problems: Problem[]; readonly misplaced: ReadonlySet<string> } {
  const problems: Problem[] = [];
  const misplaced = new Set<string>();
  const machines: Machine[] = nodesOf(site);
  for (const spec of specs) {
    const overrides = site.guests[spec.name] ?? {};
    if (overrides.enabled === false) continue;
    const name = overrides.network ?? spec.networks.find((candidate) => networks.has(candidate)) ?? spec.networks[0];
    const network = networks.get(name ?? "");
    if (network === undefined) {
      problems.push(unknownNetwork(site, spec, name ?? "", overrides.network !== undefined));
      misplaced.add(spec.name);
      continue;
    }
    if (overrides.address === undefined && spec.octet >= broadcastNumber(network.cidr)) {
      problems.push(tooSmall(spec, network));
      misplaced.add(spec.name);
      continue;
    }
    machines.push(guestOf(spec, overrides, network, overrides.node ?? nodeFor(site, network)));
  }
  return { machines, problems, misplaced };
}

function guestOf(spec: GuestSpec, overrides: Site["guests"][string], network: Network, node: string): Guest {
  const { networks: _, octet, ...rest } = spec;
  const adopt = overrides.adopt ?? false;
  return {
    ...rest,
    vmid: overrides.vmid ?? parseVmid(firstVmid[spec.kind] + spec.number),
    hostname: overrides.hostname ?? spec.name,
    node,
    network: network.name,
    address: overrides.address ?? hostAt(network.cidr, octet),
    ...(overrides.mac !== undefined && { mac: overrides.mac }),
    cores: overrides.cores ?? spec.cores,
    memoryMiB: overrides.memoryMiB ?? spec.memoryMiB,
    diskGiB: overrides.diskGiB ?? spec.diskGiB,
    bulkGiB: spec.bulkGiB ?? 0,
    tun: spec.tun ?? false,
    managed: spec.vm?.adoptOnly !== true || adopt,
    adopt,
  };
}

function unknownNetwork(site: Site, spec: GuestSpec, name: string, overridden: boolean): Problem {
  const known = Object.keys(site.networks);
  const off = known.includes(name);
  return {
    rule: "unknown-network",
    path: overridden ? ["guests", spec.name, "network"] : off ? ["networks", name, "enabled"] : ["guests", spec.name],
    value: name,
    message: off
      ? `The guest ${spec.name} (${spec.title}) is in the network ${name}, which is switched off.`
      : `There is no network ${name} for the guest ${spec.name} (${spec.title}).`,
    fix: off
      ? `Switch the network on, give the guest another one (guests.${spec.name}.network), or switch the guest off.`
      : `Choose ${nearest(name, known) ?? `one of ${known.join(", ")}`}, or declare it under networks.`,
  };
}

function tooSmall({ name, octet }: GuestSpec, network: Network): Problem {
  return {
    rule: "address-outside-network",
    path: ["networks", network.name, "cidr"],
    value: network.cidr,
    message: `${name} would get address number ${octet} of ${network.name}, but ${network.cidr} does not have that many addresses.`,
    fix: `Give ${name} an address (guests.${name}.address), or make the network larger (networks.${network.name}.cidr).`,
  };
}
