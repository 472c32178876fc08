import type {
  VirtualEnvironmentVmConfig,
  VirtualEnvironmentVmDisk,
  VirtualEnvironmentVmNetworkDevice,
} from "../.gen/providers/proxmox/virtual-environment-vm";
import {
  addressConfig,
  commonConfig,
  guestLifecycle,
  shutdownSeconds,
  type GuestNetwork,
  type GuestProps,
} from "./guest";

export interface VmDisk {
  /** Where the machine sees it, for instance `scsi0`, `virtio1`, `sata0`. */
  readonly interface: string;
  readonly datastore: string;
  /** It can grow, never shrink. */
  readonly sizeGiB: number;
  /** File id of the image that it is made from, once, through the API. @default an empty disk */
  readonly importFrom?: string;
  /** Included in backups of the guest. @default true */
  readonly backup?: boolean;
}

/** First boot by cloud-init: an account, or a whole file of user data. */
export type VmCloudInit = {
  /** Datastore of the cloud-init drive. */
  readonly datastore: string;
} & (
  | { readonly userAccount: { readonly username: string; readonly keys: readonly string[] } }
  | { readonly userDataFileId: string }
);

/** A PCI device by its resource mapping: with an API token, raw device ids are refused. */
export interface VmPciDevice {
  readonly mapping: string;
  /** As PCI Express; needs the `q35` machine. @default true */
  readonly pcie?: boolean;
}

/** Everything that shapes a virtual machine. */
export interface VmSettings extends GuestProps {
  readonly firmware: "seabios" | "ovmf";
  /** Chipset; `pc` is i440FX. */
  readonly machine: "q35" | "pc";
  /** Datastore of the EFI variables; required by `ovmf`. */
  readonly efiDatastore?: string;
  /** @default "host" */
  readonly cpuType?: string;
  /** OS type as Proxmox VE names it: `l26` is any Linux since 2.6. @default "l26" */
  readonly osType?: string;
  /** The guest agent is installed: Terraform may wait for it, and backups freeze file systems through it. */
  readonly agent: boolean;
  /** Network card. @default "virtio" */
  readonly networkModel?: "virtio" | "e1000" | "e1000e" | "vmxnet3";
  /** Disks that Terraform manages; passed-through ones are attached on the host, see `foreignDisks`. */
  readonly disks: readonly VmDisk[];
  /** Disks are also attached by hand or script: Terraform makes its own at creation and leaves all alone then. @default false */
  readonly foreignDisks?: boolean;
  /** Disks in the order in which they are tried. @default the first disk */
  readonly bootOrder?: readonly string[];
  /** @default no cloud-init drive: it is installed by hand */
  readonly cloudInit?: VmCloudInit;
  /** Memory may be given back to the host down to nothing less than its share. @default false */
  readonly balloon?: boolean;
  readonly pciDevices?: readonly VmPciDevice[];
  /** A serial console, which cloud images write to. @default true with cloudInit */
  readonly serial?: boolean;
  /** Graphics card as Proxmox VE names it. @default "std" */
  readonly vga?: string;
  /** Installed and started by hand: made stopped, and its power is left alone. @default false */
  readonly installedByHand?: boolean;
}

/** Provider configuration of a virtual machine. */
export function vmConfig(props: VmSettings): VirtualEnvironmentVmConfig {
  const disks = props.disks.toSorted((a, b) => compareInterfaces(a.interface, b.interface));
  const serial = props.serial ?? props.cloudInit !== undefined;
  return {
    ...commonConfig(props),
    name: props.hostname,
    bios: props.firmware,
    machine: props.machine,
    ...efiDisk(props),
    operatingSystem: { type: props.osType ?? "l26" },
    cpu: { cores: props.cores, type: props.cpuType ?? "host" },
    memory: { dedicated: props.memoryMiB, floating: props.balloon === true ? props.memoryMiB : 0 },
    agent: { enabled: props.agent, timeout: "2m", trim: props.agent, waitForIp: { disabled: true } },
    // One controller per disk, so that each can have its own I/O thread.
    scsiHardware: "virtio-scsi-single",
    ...(disks.length > 0 && { disk: disks.map(diskConfig) }),
    bootOrder: [...(props.bootOrder ?? disks.slice(0, 1).map((disk) => disk.interface))],
    networkDevice: [networkDevice(props.network, props.networkModel ?? "virtio")],
    ...initialization(props),
    ...(serial && { serialDevice: [{ device: "socket" }] }),
    vga: { type: props.vga ?? "std" },
    ...pciDevices(props.pciDevices ?? []),
    onBoot: props.startOnBoot ?? true,
    started: props.installedByHand !== true,
    // Without an agent an ACPI shutdown may hang for ever.
    stopOnDestroy: true,
    timeoutShutdownVm: shutdownSeconds(props),
    // True by default, and disks attached by hand are "unreferenced" too.
    deleteUnreferencedDisksOnDestroy: props.pet !== true && props.foreignDisks !== true,
    ...guestLifecycle(props.pet === true, ignores(props)),
  };
}

/** What would replace the machine or is never read back, without what must stay editable (disk sizes among it). */
function ignores(props: VmSettings): string[] {
  const settled = props.pet === true || props.adopt === true;
  const managesDisks = settled && props.foreignDisks !== true && props.disks.length > 0;
  return [
    // An adopted machine keeps whatever first boot it had: the provider would otherwise add a drive for ours.
    ...(props.adopt === true && props.cloudInit !== undefined ? ["initialization"] : []),
    ...(settled && props.adopt !== true && props.cloudInit !== undefined
      ? ["initialization[0].user_account", "initialization[0].user_data_file_id"]
      : []),
    ...(props.foreignDisks === true ? ["disk"] : []),
    ...(managesDisks ? ["disk[0].file_id", "disk[0].import_from"] : []),
    ...(props.installedByHand === true ? ["started"] : []),
  ];
}

function efiDisk(props: VmSettings): Pick<VirtualEnvironmentVmConfig, "efiDisk"> {
  if (props.firmware !== "ovmf") return {};
  if (props.efiDatastore === undefined) {
    throw new Error(
      `${props.hostname} boots by UEFI (ovmf), which needs a datastore for its variables (efiDatastore).`,
    );
  }
  return { efiDisk: { datastoreId: props.efiDatastore, type: "4m", preEnrolledKeys: false } };
}

function diskConfig(disk: VmDisk): VirtualEnvironmentVmDisk {
  const bus = disk.interface.replace(/\d+$/, "");
  return {
    interface: disk.interface,
    datastoreId: disk.datastore,
    size: disk.sizeGiB,
    importFromAttribute: disk.importFrom,
    backup: disk.backup ?? true,
    discard: "on",
    // QEMU knows I/O threads for these buses only, and virtio-blk has no rotation rate to pretend.
    iothread: bus === "scsi" || bus === "virtio",
    ssd: bus !== "virtio",
  };
}

/**
 * The network card with every key of the provider's object. The block is an attribute in the provider (bpg#2674), so in
 * JSON a missing key is an error; null stands for "not set". CDKTF keeps null but its types do not know it.
 */
function networkDevice(network: GuestNetwork, model: string): VirtualEnvironmentVmNetworkDevice {
  const device: Record<keyof VirtualEnvironmentVmNetworkDevice, string | number | boolean | null> = {
    bridge: network.bridge,
    disconnected: false,
    enabled: null,
    firewall: network.firewall ?? true,
    macAddress: network.mac ?? null,
    model,
    mtu: network.mtu ?? null,
    queues: null,
    rateLimit: null,
    trunks: null,
    vlanId: network.vlan ?? null,
  };
  return device as VirtualEnvironmentVmNetworkDevice;
}

function pciDevices(devices: readonly VmPciDevice[]): Pick<VirtualEnvironmentVmConfig, "hostpci"> {
  if (devices.length === 0) return {};
  return {
    hostpci: devices.map(({ mapping, pcie }, slot) => ({ device: `hostpci${slot}`, mapping, pcie: pcie ?? true })),
  };
}

function initialization(props: VmSettings): Pick<VirtualEnvironmentVmConfig, "initialization"> {
  const { cloudInit } = props;
  if (cloudInit === undefined) return {};
  return {
    initialization: {
      datastoreId: cloudInit.datastore,
      ...addressConfig(props),
      ...("userAccount" in cloudInit
        ? { userAccount: { username: cloudInit.userAccount.username, keys: [...cloudInit.userAccount.keys] } }
        : { userDataFileId: cloudInit.userDataFileId }),
    },
  };
}

/** `scsi2` before `scsi10`: the provider reads disks back in the order of their interfaces. */
function compareInterfaces(a: string, b: string): number {
  const [busA, busB] = [a.replace(/\d+$/, ""), b.replace(/\d+$/, "")];
  return busA === busB ? Number(a.slice(busA.length)) - Number(b.slice(busB.length)) : busA < busB ? -1 : 1;
}
