import type { ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { PoolMembership } from "./guest-pool";
import { ImportBlock } from "./import-block";
import { logicalId } from "./logical-id";
import { addressOf, type MadeAgain } from "./made-again";
import { requireProxmox } from "./proxmox-provider";

/** The one network interface of a guest. Its address is static: nothing may wait for DHCP, and rules name addresses. */
export interface GuestNetwork {
  /** Bridge of the node, for example `vmbr1`. */
  readonly bridge: string;
  /** 802.1Q tag. @default untagged */
  readonly vlan?: number;
  /** IPv4 address with prefix length, for example `10.0.20.10/24`. */
  readonly address: string;
  /** @default no default route */
  readonly gateway?: string;
  /** @default chosen by Proxmox VE */
  readonly mac?: string;
  /** Apply the guest's firewall rules to the interface. @default true */
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
  /** Seconds before the next guest starts. @default Proxmox VE's default */
  readonly upDelaySeconds?: number;
  /** Seconds before the guest is forced off. @default Proxmox VE's default */
  readonly downDelaySeconds?: number;
}

/** Shared by containers and virtual machines. */
export interface GuestProps {
  /**
   * Name of the PVE node. Moving a container between nodes destroys it.
   *
   * @see https://github.com/bpg/terraform-provider-proxmox/issues/658
   */
  readonly node: string;
  readonly vmid: number;
  /** DNS label: the host name, and the name in Proxmox VE. */
  readonly hostname: string;
  /** One line about the guest; the heading of its notes in Proxmox VE. */
  readonly title: string;
  /** Further notes, in Markdown. @default none */
  readonly description?: string;
  /** Written in lower case, sorted and without duplicates, as Proxmox VE stores them. @default none */
  readonly tags?: readonly string[];
  readonly cores: number;
  readonly memoryMiB: number;
  readonly network: GuestNetwork;
  readonly dns?: GuestDns;
  readonly startup?: GuestStartup;
  /**
   * Holds data: no plan may destroy or replace it, and attributes that would replace it are ignored after creation.
   * @default false
   */
  readonly stateful?: boolean;
  /** Already exists: import it into the state instead of creating it. @default false */
  readonly adopt?: boolean;
  /** Resource pool that it joins; the pool itself may be in another stack. @default none */
  readonly pool?: string;
  /** Longest time that an orderly shutdown may take before it is forced. @default 180 */
  readonly shutdownSeconds?: number;
}

/** Resource of a guest, of either kind. */
type GuestResource = TerraformResource & { readonly vmId: number };

/** A container or a virtual machine, with everything that its firewall needs. */
export abstract class Guest extends Construct implements ITerraformDependable, MadeAgain {
  readonly fqn: string;
  readonly resourceAddress: string;
  /** Its PVE node. (`node` is its place in the construct tree.) */
  readonly nodeName: string;
  readonly vmid: number;
  /** IPv4 address without prefix length. */
  readonly address: string;
  /** It existed before, possibly with firewall rules. */
  readonly adopt: boolean;

  constructor(
    scope: Construct,
    key: string,
    readonly kind: "lxc" | "vm",
    props: GuestProps,
    resourceIn: (guest: Construct) => GuestResource,
  ) {
    super(scope, `${kind}:${key}`);
    requireProxmox(this);
    const resource = resourceIn(this);
    resource.overrideLogicalId(logicalId(key));
    this.fqn = resource.fqn;
    this.resourceAddress = addressOf(resource);
    this.nodeName = props.node;
    this.vmid = props.vmid;
    [this.address = ""] = props.network.address.split("/");
    this.adopt = props.adopt === true;
    if (this.adopt) new ImportBlock(resource, `${props.node}/${props.vmid}`);
    if (props.pool !== undefined)
      new PoolMembership(this, key, { poolId: props.pool, vmId: resource.vmId, guest: this });
  }
}
