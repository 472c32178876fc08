import type {
  VirtualEnvironmentVmConfig,
  VirtualEnvironmentVmDisk,
  VirtualEnvironmentVmNetworkDevice,
} from "../.gen/providers/proxmox/virtual-environment-vm";
import type { GuestNetwork, GuestProps } from "./guest";
import { guestConfig, type GuestConfig } from "./guest-config";

export interface VmDisk {
  /** Interface in the machine, for example `scsi0`, `virtio1`, `sata0`. */
  readonly interface: string;
  readonly datastore: string;
  /** It can grow, but not shrink. */
  readonly sizeGiB: number;
  /** File id of the image from which the API makes the disk, once. @default an empty disk */
  readonly importFrom?: string;
  /** Included in backups of the guest. @default true */
  readonly backup?: boolean;
}

/** First boot by cloud-init. */
export interface VmCloudInit {
  /** Datastore of the cloud-init drive. */
  readonly datastore: string;
  /** File id of the user data. */
  readonly userDataFileId: string;
}

/** All settings of a virtual machine. */
export interface VmSettings extends GuestProps {
  readonly firmware: "seabios" | "ovmf";
  /** Chipset; `pc` is i440FX. */
  readonly machine: "q35" | "pc";
  /** Datastore of the EFI variables; required by `ovmf`. */
  readonly efiDatastore?: string;
  /** The guest agent is installed: Terraform may wait for it, and backups freeze file systems through it. */
  readonly agent: boolean;
  /**
   * Disks that Terraform manages; the machine boots from the first. Passed-through ones are attached on the host, see
   * `foreignDisks`.
   */
  readonly disks: readonly VmDisk[];
  /**
   * Other disks are attached by hand or script: Terraform makes its disks at creation, then ignores all disks. @default
   * false
   */
  readonly foreignDisks?: boolean;
  /** @default no cloud-init drive, because the machine is installed by hand */
  readonly cloudInit?: VmCloudInit;
  /** Start with the node. @default true */
  readonly startOnBoot?: boolean;
  /** Installed and started by hand: Terraform creates it stopped, and never starts or stops it. @default false */
  readonly installedByHand?: boolean;
}

/** Provider configuration of a virtual machine. */
export function vmConfig(props: VmSettings): VirtualEnvironmentVmConfig {
  const disks = props.disks.toSorted((a, b) => compareInterfaces(a.interface, b.interface));
  const { attributes, initialization, shutdownSeconds } = guestConfig(props, ignores(props));
  return {
    ...attributes,
    name: props.hostname,
    bios: props.firmware,
    machine: props.machine,
    ...efiDisk(props),
    // Any Linux since 2.6.
    operatingSystem: { type: "l26" },
    cpu: { cores: props.cores, type: "host" },
    memory: { dedicated: props.memoryMiB, floating: 0 },
    agent: { enabled: props.agent, timeout: "2m", trim: props.agent, waitForIp: { disabled: true } },
    // One controller per disk, so that each disk can have its own I/O thread.
    scsiHardware: "virtio-scsi-single",
    ...(disks.length > 0 && { disk: disks.map(diskConfig) }),
    bootOrder: disks.slice(0, 1).map((disk) => disk.interface),
    networkDevice: [networkDevice(props.network)],
    ...cloudInitDrive(props, initialization),
    // Cloud images write to a serial console.
    ...(props.cloudInit !== undefined && { serialDevice: [{ device: "socket" }] }),
    vga: { type: "std" },
    onBoot: props.startOnBoot ?? true,
    started: props.installedByHand !== true,
    // Without an agent an ACPI shutdown may hang forever.
    stopOnDestroy: true,
    timeoutShutdownVm: shutdownSeconds,
    // The default is true, and disks attached by hand also count as unreferenced.
    deleteUnreferencedDisksOnDestroy: props.stateful !== true && props.foreignDisks !== true,
    ...(props.adopt === true && { rebootAfterUpdate: false }),
  };
}

/**
 * The hardware of an adopted machine stays unchanged: otherwise a plan would remove its USB sticks, rewrite its boot
 * order and EFI disk, and reboot it. Terraform manages only its description, tags, start order and pool.
 */
const shape = [
  "agent",
  "bios",
  "boot_order",
  "cpu",
  "disk",
  "efi_disk",
  "hostpci",
  "initialization",
  "machine",
  "memory",
  "name",
  "network_device",
  "on_boot",
  "operating_system",
  "scsi_hardware",
  "serial_device",
  "started",
  "tablet_device",
  "usb",
  "vga",
];

/** Attributes that would replace the machine or are never read back, except editable ones such as disk sizes. */
function ignores(props: VmSettings): readonly string[] {
  if (props.adopt === true) return shape;
  const settled = props.stateful === true;
  const managesDisks = settled && props.foreignDisks !== true && props.disks.length > 0;
  return [
    ...(settled && props.cloudInit !== undefined ? ["initialization[0].user_data_file_id"] : []),
    ...(props.foreignDisks === true ? ["disk"] : []),
    ...(managesDisks ? ["disk[0].file_id", "disk[0].import_from"] : []),
    ...(props.installedByHand === true ? ["started"] : []),
  ];
}

function efiDisk(props: VmSettings): Pick<VirtualEnvironmentVmConfig, "efiDisk"> {
  if (props.firmware !== "ovmf") return {};
  if (props.efiDatastore === undefined) {
    throw new Error(
      `${props.hostname} boots with UEFI (ovmf), which needs a datastore for its variables (efiDatastore).`,
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
    // QEMU supports I/O threads only for these buses, and virtio-blk has no rotation rate to set.
    iothread: bus === "scsi" || bus === "virtio",
    ssd: bus !== "virtio",
  };
}

/**
 * The network card with every key of the provider's object. The block is an attribute in the provider, so in JSON a
 * missing key is an error; null means "not set". CDKTF keeps null, but its types do not allow it.
 *
 * @see https://github.com/bpg/terraform-provider-proxmox/issues/2674
 */
function networkDevice(network: GuestNetwork): VirtualEnvironmentVmNetworkDevice {
  const device: Record<keyof VirtualEnvironmentVmNetworkDevice, string | number | boolean | null> = {
    bridge: network.bridge,
    disconnected: false,
    enabled: null,
    firewall: network.firewall ?? true,
    macAddress: network.mac ?? null,
    model: "virtio",
    mtu: null,
    queues: null,
    rateLimit: null,
    trunks: null,
    vlanId: network.vlan ?? null,
  };
  return device as VirtualEnvironmentVmNetworkDevice;
}

function cloudInitDrive(
  { cloudInit }: VmSettings,
  initialization: GuestConfig["initialization"],
): Pick<VirtualEnvironmentVmConfig, "initialization"> {
  if (cloudInit === undefined) return {};
  return {
    initialization: {
      datastoreId: cloudInit.datastore,
      ...initialization,
      userDataFileId: cloudInit.userDataFileId,
    },
  };
}

/** `scsi2` before `scsi10`: the provider reads disks back in the order of their interfaces. */
function compareInterfaces(a: string, b: string): number {
  const [busA, busB] = [a.replace(/\d+$/, ""), b.replace(/\d+$/, "")];
  return busA === busB ? Number(a.slice(busA.length)) - Number(b.slice(busB.length)) : busA < busB ? -1 : 1;
}
