import type { Ipv4 } from "../../values/ipv4";
import { groupBy } from "../../values/group-by";
import {
  addressOn,
  inDockerNetwork,
  networkOf,
  view,
  type Get,
  type Homelab,
  type Instance,
  type Guest,
  type Service,
} from "../../model";
import { addressSets } from "../reach/address-sets";
import { dockerHosts, homeNetwork, type DockerHost } from "../machine/docker";
import { flows, type Flow } from "../reach/flows";
import { reasonsOf } from "../reach/flow-rules";
import { ruleComment } from "./rule-comment";

/** The rules that a Docker host loads into its kernel, so that each container reaches only what it may. */
export interface DockerFirewall {
  readonly guest: Guest;
  /** A file for `iptables-restore --noflush`: it replaces the chains that it names and touches no other. */
  readonly rules: string;
  /** Our chains; one that jumps to another comes before it. */
  readonly chains: readonly string[];
  /** Rules to add to other chains, as arguments of `iptables --insert`; each must be there exactly once. */
  readonly jumps: readonly (readonly string[])[];
}

/**
 * Chains of the Docker hosts. Outside, all containers of a host have the host's address. Inside, each app that uses
 * something outside has a dedicated network, and the chains admit only that network to what the app uses.
 *
 * Docker sends every forwarded packet through DOCKER-USER and does not touch that chain otherwise. Packets from a
 * container to its own host (SSH!) do not pass through it; the chain for INPUT covers those. Neither chain sees DNS
 * queries, which Docker answers at 127.0.0.11 inside the container's network. Ports that another network publishes on
 * the host are answered by Docker's proxy on the host, so the chain for INPUT covers those as well. Since Docker 29
 * they are translated first and then forwarded, so the other chain refuses what was addressed to the host. Packets to
 * containers from outside have already passed the guest's firewall in Proxmox VE.
 *
 * @see https://github.com/moby/moby/pull/49981
 */
export const dockerFirewalls = view("Docker firewalls", (lab, get): readonly DockerFirewall[] =>
  get(dockerHosts).map((host) => ({
    guest: host.guest,
    rules: textOf(lab, get, host),
    chains: Object.values(chains),
    jumps: containerBridges.map((bridge) => ["INPUT", "--in-interface", bridge, "--jump", chains.input]),
  })),
);

/** Bridges of containers: ours and others that Docker creates (`br-`), and its default one. */
const containerBridges = ["br-+", "docker0"] as const;

const chains = { forward: "HOMELAB-FORWARD", input: "HOMELAB-INPUT", refused: "HOMELAB-REFUSED" } as const;

/** One destination that containers may reach; without a source, all of them may. */
interface Opening {
  readonly source?: { readonly bridge: string; readonly cidr: string };
  readonly to: Ipv4;
  readonly protocol: Flow["protocol"];
  readonly port?: number;
  readonly reason: string;
  /** Whether the destination is the host itself. */
  readonly isHere: boolean;
}

function textOf(lab: Homelab, get: Get, host: DockerHost): string {
  const all = get(flows).flatMap((flow) => opening(lab, host, flow) ?? []);
  const site = get(addressSets).find(({ of }) => of === "site")?.entries ?? [];
  const established = "-m conntrack --ctstate ESTABLISHED,RELATED";
  const rules = [
    `-A DOCKER-USER ${established} -j RETURN`,
    ...containerBridges.map((bridge) => `-A DOCKER-USER -i ${bridge} -j ${chains.forward}`),
    `-A ${chains.forward} -m conntrack --ctstate DNAT --ctorigdst ${host.guest.address}/32 ${said("published here")} -j ${chains.refused}`,
    ...rulesOf(all.filter(({ isHere }) => !isHere)).map((rule) => `-A ${chains.forward} ${rule} -j RETURN`),
    ...site.map(({ cidr, comment }) => `-A ${chains.forward} -d ${cidr} ${said(comment)} -j ${chains.refused}`),
    `-A ${chains.input} ${established} -j ACCEPT`,
    ...rulesOf(all.filter(({ isHere }) => isHere)).map((rule) => `-A ${chains.input} ${rule} -j ACCEPT`),
    `-A ${chains.input} -j ${chains.refused}`,
    `-A ${chains.refused} -m limit --limit 10/minute --limit-burst 20 -j LOG --log-prefix "homelab refused: "`,
    `-A ${chains.refused} -j REJECT --reject-with icmp-admin-prohibited`,
  ];
  return [
    "*filter",
    ...["DOCKER-USER", ...Object.values(chains)].map((name) => `:${name} - [0:0]`),
    ...rules,
    "COMMIT",
    "",
  ].join("\n");
}

/** What a flow opens for containers of the host; undefined if it is not for them or needs no rule. */
function opening(
  lab: Homelab,
  host: DockerHost,
  { from, to, service, protocol, port, reason }: Flow,
): Opening | undefined {
  const { guest } = host;
  const source = "instance" in from ? sourceOf(host, from.instance) : undefined;
  if ("instance" in from ? source === undefined : from.zone !== "guests") return undefined;
  const isHere = to === guest;
  if (isHere && "instance" in from && service !== undefined && shareNetwork(from.instance, service)) return undefined;
  return {
    ...(source !== undefined && { source }),
    to: addressOn(lab, to, networkOf(lab, guest)),
    protocol,
    ...(port !== undefined && { port }),
    reason,
    isHere,
  };
}

/** Whether two services share a bridge: then they reach each other without any rule. */
function shareNetwork(one: Instance, service: Service): boolean {
  const other = { ...one, service };
  return inDockerNetwork(one) && inDockerNetwork(other) && homeNetwork(one) === homeNetwork(other);
}

/** The Docker network from which an app's packets come; undefined if the app shares the network of its host. */
function sourceOf({ guest, networks }: DockerHost, instance: Instance): { bridge: string; cidr: string } | undefined {
  if (instance.machine !== guest || !inDockerNetwork(instance)) return undefined;
  const home = homeNetwork(instance);
  return networks.find(({ name }) => name === home);
}

/** The matches of each opening with all its reasons, except what is open to all containers anyway. */
function rulesOf(openings: readonly Opening[]): readonly string[] {
  const target = ({ to, protocol, port }: Opening): string => `${to} ${protocol} ${port}`;
  const forAll = new Set(openings.filter(({ source }) => source === undefined).map(target));
  const needed = openings.filter((each) => each.source === undefined || !forAll.has(target(each)));
  return [...groupBy(needed, (each) => `${each.source?.cidr} ${target(each)}`).values()].map((group) => {
    const [each] = group;
    return [
      ...(each.source === undefined ? [] : [`-i ${each.source.bridge} -s ${each.source.cidr}`]),
      `-d ${each.to}`,
      each.protocol === "icmp" ? "-p icmp --icmp-type echo-request" : `-p ${each.protocol} --dport ${each.port}`,
      said(reasonsOf(group).join(", ")),
    ].join(" ");
  });
}

function said(text: string): string {
  return `-m comment --comment "${ruleComment(text)}"`;
}
