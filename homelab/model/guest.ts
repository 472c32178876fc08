import type { Ipv4 } from "../values/ipv4";
import type { Mac } from "../values/mac";
import type { guestImages } from "../versions";
import type { Vmid } from "../values/vmid";

/** The separately deployed stacks, in the order in which a new homelab is deployed. */
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

/** Operating system image that a guest is made from; the pin stands in versions.ts. */
export type ImageName = keyof typeof guestImages;

/** When a guest starts and stops with its node: lower orders start first and stop last. Seconds. */
export interface Startup {
  readonly order: number;
  readonly upDelaySeconds?: number;
  readonly downDelaySeconds?: number;
}

/** What only virtual machines have. */
export interface Machine {
  readonly firmware: "seabios" | "ovmf";
  /** QEMU guest agent installed: only then may Terraform wait for it. */
  readonly agent: boolean;
  /** Interface of the system disk, for instance `scsi0`. */
  readonly systemDisk: "scsi0" | "sata0";
  /** Part of the homelab's names, flows and monitors, but only managed when homelab.yaml says `adopt: true`. */
  readonly adoptOnly?: boolean;
  /** Not started by Terraform until its user has installed it (a loader without a system boots to nothing). */
  readonly installedByHand?: boolean;
}

interface Common {
  /** DNS label; the key under `guests:` in homelab.yaml. */
  readonly name: string;
  /** Heading of the user's document, for instance `LXC 5: PostgreSQL Server`. */
  readonly title: string;
  /** What it is for, one phrase. */
  readonly purpose: string;
  readonly stack: StackName;
}

interface CommonSpec extends Common {
  /** Number in its kind: LXC 5 gets VMID 105, VM 3 gets VMID 203. */
  readonly number: number;
  /** Network that it lives in; of a list, the first that is enabled. */
  readonly networks: readonly string[];
  /** Position of its address in that network: 10 is `.10` of a /24. */
  readonly host: number;
  readonly cores: number;
  readonly memoryMiB: number;
  /** System disk, on the node's datastore for disks. */
  readonly diskGiB: number;
  /** Bulk disks that are passed through, on no datastore of the node. */
  readonly bulkGiB?: number;
  readonly startup: Startup;
  /** Holds data: no plan may destroy or replace it. */
  readonly pet: boolean;
  /** Needs /dev/net/tun (a WireGuard peer). */
  readonly tun?: boolean;
}

/** What a container is, and how it is made. */
interface Lxc {
  readonly kind: "lxc";
  readonly image: ImageName;
  readonly machine?: never;
}

/** What a virtual machine is, and how it is made. */
interface Vm {
  readonly kind: "vm";
  /** Absent for a machine that its user installs. */
  readonly image?: ImageName;
  readonly machine: Machine;
}

/** A container as the catalog declares it. */
export interface LxcSpec extends CommonSpec, Lxc {}

/** A virtual machine as the catalog declares it. */
export interface VmSpec extends CommonSpec, Vm {}

/** A guest as the catalog declares it: what homelab.yaml does not override holds. */
export type GuestSpec = LxcSpec | VmSpec;

interface CommonManaged extends Common {
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
  readonly pet: boolean;
  readonly tun: boolean;
  /** Terraform creates and changes it. False for a guest that is only known. */
  readonly managed: boolean;
  /** Imported into the state instead of created. */
  readonly adopt: boolean;
}

/** A container of the homelab, with homelab.yaml applied. */
export interface ManagedLxc extends CommonManaged, Lxc {}

/** A virtual machine of the homelab, with homelab.yaml applied. */
export interface ManagedVm extends CommonManaged, Vm {}

/** An LXC or VM of the homelab, with homelab.yaml applied. */
export type ManagedGuest = ManagedLxc | ManagedVm;

/** A PVE host. It speaks in the networks that it routes as their gateway, elsewhere as its own address. */
export interface NodeGuest extends Common {
  readonly kind: "node";
  readonly hostname: string;
  readonly node: string;
  readonly network: string;
  readonly address: Ipv4;
}

export type Guest = ManagedGuest | NodeGuest;

/** True for LXC and VM guests that Terraform creates and changes. */
export function isManaged(guest: Guest): guest is ManagedGuest {
  return guest.kind !== "node" && guest.managed;
}

/** The guest, whose sizes are known. Throws for a PVE node, whose sizes are not ours to set. */
export function guestOf(guest: Guest): ManagedGuest {
  if (guest.kind === "node") throw new Error(`${guest.name} is a node, and no guest.`);
  return guest;
}

/** True for guests that Terraform makes from an image of Debian. */
export function isDebian(guest: Guest): boolean {
  return isManaged(guest) && guest.image?.startsWith("debian-") === true;
}
