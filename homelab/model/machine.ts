import type { Ipv4 } from "../values/ipv4";
import type { Mac } from "../values/mac";
import type { guestImages } from "../versions";
import type { Vmid } from "../values/vmid";

/** The stacks, which are deployed separately, in the order in which a new homelab is deployed. */
export const stackNames = [
  "host",
  "database",
  "infrastructure",
  "storage",
  "observability",
  "machines",
  "apps",
] as const;
export type StackName = (typeof stackNames)[number];

/** Operating system image that a guest is made from; versions.ts pins it. */
export type ImageName = keyof typeof guestImages;

/** When a guest starts and stops with its node: lower orders start first and stop last. */
export interface Startup {
  readonly order: number;
  readonly upDelaySeconds?: number;
  readonly downDelaySeconds?: number;
}

/** What only virtual machines have. */
export interface VmSettings {
  readonly firmware: "seabios" | "ovmf";
  /** Whether the QEMU guest agent is installed: only then may Terraform wait for it. */
  readonly agent: boolean;
  /** Interface of the system disk, for instance `scsi0`. */
  readonly systemDisk: "scsi0" | "sata0";
  /**
   * Part of the homelab's names, flows and monitors, but Terraform manages it only with `adopt: true` in homelab.yaml.
   */
  readonly adoptOnly?: boolean;
  /** Terraform does not start it, because its user first has to install an operating system. */
  readonly installedByHand?: boolean;
}

interface Common {
  /** DNS label; the key under `guests:` in homelab.yaml. */
  readonly name: string;
  /** Heading of the user's document, for instance `LXC 5: PostgreSQL Server`. */
  readonly title: string;
  /** What it is for, as a phrase. */
  readonly purpose: string;
  readonly stack: StackName;
}

interface CommonSpec extends Common {
  /** Number among guests of its kind: LXC 5 gets VMID 105, VM 3 gets VMID 203. */
  readonly number: number;
  /** Its network is the first enabled one of these. */
  readonly networks: readonly string[];
  /** Position of its address in that network: 10 is `.10` of a /24. */
  readonly octet: number;
  readonly cores: number;
  readonly memoryMiB: number;
  /** System disk, on the node's datastore for disks. */
  readonly diskGiB: number;
  /** Size of bulk disks that are passed through and are not on a datastore of the node. */
  readonly bulkGiB?: number;
  readonly startup: Startup;
  /** Holds data: no plan may destroy or replace it. */
  readonly stateful: boolean;
  /** Needs /dev/net/tun (a WireGuard peer). */
  readonly tun?: boolean;
}

/** What makes a guest a container. */
interface LxcForm {
  readonly kind: "lxc";
  readonly image: ImageName;
  readonly vm?: never;
}

/** What makes a guest a virtual machine. */
interface VmForm {
  readonly kind: "vm";
  /** Absent for a VM whose user installs the operating system. */
  readonly image?: ImageName;
  readonly vm: VmSettings;
}

/** A container as the catalog declares it. */
export interface LxcSpec extends CommonSpec, LxcForm {}

/** A virtual machine as the catalog declares it. */
export interface VmSpec extends CommonSpec, VmForm {}

/** A guest as the catalog declares it; homelab.yaml can override it. */
export type GuestSpec = LxcSpec | VmSpec;

interface CommonGuest extends Common {
  readonly number: number;
  readonly vmid: Vmid;
  /** Host name, a DNS label. */
  readonly hostname: string;
  /** PVE node that it runs on. */
  readonly node: string;
  readonly network: string;
  readonly address: Ipv4;
  readonly mac?: Mac;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly bulkGiB: number;
  readonly startup: Startup;
  readonly stateful: boolean;
  readonly tun: boolean;
  /** Whether Terraform creates and changes it. */
  readonly managed: boolean;
  /** Whether Terraform imports it into the state instead of creating it. */
  readonly adopt: boolean;
}

/** A container of the homelab, with homelab.yaml applied. */
export interface Lxc extends CommonGuest, LxcForm {}

/** A virtual machine of the homelab, with homelab.yaml applied. */
export interface Vm extends CommonGuest, VmForm {}

/** An LXC or VM of the homelab, with homelab.yaml applied. */
export type Guest = Lxc | Vm;

/** A PVE host. It has the gateway address in the networks that it routes, and `address` in all others. */
export interface Node extends Common {
  readonly kind: "node";
  readonly hostname: string;
  readonly node: string;
  readonly network: string;
  readonly address: Ipv4;
}

export type Machine = Guest | Node;

/** True for LXC and VM guests that Terraform creates and changes. */
export function isManaged(machine: Machine): machine is Guest {
  return machine.kind !== "node" && machine.managed;
}

/** The machine as a guest, which has sizes. Throws for a PVE node. */
export function asGuest(machine: Machine): Guest {
  if (machine.kind === "node") throw new Error(`${machine.name} is a node, not a guest.`);
  return machine;
}

/** True for guests that Terraform makes from a Debian image. */
export function isDebian(machine: Machine): boolean {
  return isManaged(machine) && machine.image?.startsWith("debian-") === true;
}
