import { literal } from "./literal";

/** The one network interface of a guest, with a static address: nothing may wait for DHCP, and rules name addresses. */
export interface GuestNetwork {
  /** Bridge of the node, for instance `vmbr1`. */
  readonly bridge: string;
  /** 802.1Q tag. @default untagged */
  readonly vlan?: number;
  /** IPv4 address with prefix length, for instance `10.0.20.10/24`. */
  readonly address: string;
  /** @default no default route */
  readonly gateway?: string;
  /** @default chosen by Proxmox VE */
  readonly mac?: string;
  /** Judge the interface by the guest's rules. @default true */
  readonly firewall?: boolean;
}

export interface GuestDns {
  /** Search domain. */
  readonly domain: string;
  /** Addresses, in order of use. */
  readonly servers: readonly string[];
}

/** Lower orders start first and stop last. */
export interface GuestStartup {
  readonly order: number;
  /** Before the next guest starts. @default Proxmox VE's default */
  readonly upDelaySeconds?: number;
  /** Before the guest is forced off. @default Proxmox VE's default */
  readonly downDelaySeconds?: number;
}

/** What containers and virtual machines have in common. */
export interface GuestProps {
  /** Name of the PVE node. Moving a container between nodes destroys it (bpg/proxmox#658). */
  readonly node: string;
  readonly vmid: number;
  /** DNS label: the host name, and the name in Proxmox VE. */
  readonly hostname: string;
  /** What it is, one line; heads the notes in Proxmox VE. */
  readonly title: string;
  /** More for the notes, Markdown. @default none */
  readonly description?: string;
  /** Written in lower case, sorted and without duplicates, as Proxmox VE keeps them. @default none */
  readonly tags?: readonly string[];
  readonly cores: number;
  readonly memoryMiB: number;
  readonly network: GuestNetwork;
  readonly dns?: GuestDns;
  readonly startup?: GuestStartup;
  /**
   * Holds data: no plan may destroy or replace it, and attributes that would replace it are left alone after creation.
   * @default false
   */
  readonly stateful?: boolean;
  /** Exists already: take it into the state instead of creating it. @default false */
  readonly adopt?: boolean;
  /** Resource pool that it joins; the pool itself may stand in another stack. @default none */
  readonly pool?: string;
  /** Longest time that an orderly shutdown may take before it is forced. @default 180 */
  readonly shutdownSeconds?: number;
}

/** Attributes that both kinds of guest spell alike. */
export function commonConfig(props: GuestProps): {
  nodeName: string;
  vmId: number;
  description: string;
  tags: string[];
  startup?: { order: number; upDelay?: number; downDelay?: number };
  timeoutCreate: number;
} {
  const { startup } = props;
  return {
    nodeName: props.node,
    vmId: props.vmid,
    description: notes(props),
    tags: guestTags(props.tags ?? []),
    ...(startup !== undefined && {
      startup: { order: startup.order, upDelay: startup.upDelaySeconds, downDelay: startup.downDelaySeconds },
    }),
    timeoutCreate: 1800,
  };
}

/** Default of GuestProps.shutdownSeconds: a database may need longer than the provider's minute to write its memory. */
export function shutdownSeconds(props: GuestProps): number {
  return props.shutdownSeconds ?? 180;
}

/** Address and resolver as both kinds of guest spell them. */
export function addressConfig({ network, dns }: GuestProps): {
  ipConfig: { ipv4: { address: string; gateway?: string } }[];
  dns?: { domain: string; servers: string[] };
} {
  return {
    ipConfig: [{ ipv4: { address: network.address, gateway: network.gateway } }],
    ...(dns !== undefined && { dns: { domain: dns.domain, servers: [...dns.servers] } }),
  };
}

/** Protection of a pet, and what is ignored in any case; undefined when there is nothing to say. */
export function guestLifecycle(
  pet: boolean,
  ignoreChanges: readonly string[],
): { lifecycle?: { preventDestroy?: true; ignoreChanges?: string[] } } {
  if (!pet && ignoreChanges.length === 0) return {};
  return {
    lifecycle: {
      ...(pet && { preventDestroy: true }),
      ...(ignoreChanges.length > 0 && { ignoreChanges: [...ignoreChanges] }),
    },
  };
}

function notes({ title, description }: GuestProps): string {
  const managed = "Managed by Terraform: what is changed by hand is changed back.";
  return literal([title, ...(description === undefined ? [] : [description.trim()]), managed].join("\n\n"));
}

/** Proxmox VE keeps tags in lower case and sorted; other spellings differ from it in every plan. */
function guestTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].toSorted();
}
