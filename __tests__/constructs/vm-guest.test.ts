import { VmGuest, type VmGuestProps } from "../../constructs/vm-guest";
import { stackFaults } from "../support/provider-schema";
import { resource, synthesized } from "../support/synthesized";

const cloudInit = { datastore: "local-lvm", userDataFileId: "local:snippets/docker.yaml" };

const props: VmGuestProps = {
  node: "pve",
  vmid: 203,
  hostname: "docker",
  title: "VM 3: Docker Host",
  cores: 8,
  memoryMiB: 16384,
  network: { bridge: "vmbr1", vlan: 40, address: "10.0.40.10/24", gateway: "10.0.40.1" },
  firmware: "seabios",
  machine: "q35",
  agent: true,
  disks: [{ interface: "scsi0", datastore: "local-lvm", sizeGiB: 200, importFrom: "local:import/debian-12.qcow2" }],
};

const stackWith = (more: Partial<VmGuestProps>) =>
  synthesized((stack) => new VmGuest(stack, "docker", { ...props, ...more }));
const vm = (more: Partial<VmGuestProps> = {}) => resource(stackWith(more), "proxmox_virtual_environment_vm", "docker");

describe("a virtual machine", () => {
  test("the provider accepts the smallest and the largest configuration", () => {
    expect(stackFaults(stackWith({}))).toEqual([]);
    const most: Partial<VmGuestProps> = {
      dns: { domain: "homelab.local", servers: ["10.0.30.11"] },
      startup: { order: 3 },
      firmware: "ovmf",
      efiDatastore: "local-lvm",
      cloudInit,
      network: { ...props.network, mac: "02:00:00:00:00:03" },
      stateful: true,
      adopt: true,
      pool: "homelab",
      foreignDisks: true,
      installedByHand: true,
    };
    expect(stackFaults(stackWith(most))).toEqual([]);
  });

  test("its network card names every key of the provider's object, null for what is not set", () => {
    expect(vm()["network_device"]).toEqual([
      {
        bridge: "vmbr1",
        disconnected: false,
        enabled: null,
        firewall: true,
        mac_address: null,
        model: "virtio",
        mtu: null,
        queues: null,
        rate_limit: null,
        trunks: null,
        vlan_id: 40,
      },
    ]);
  });

  test("a stateful one cannot be destroyed, its image is not replaced, and its disk may still grow", () => {
    const { lifecycle, delete_unreferenced_disks_on_destroy: deletes } = vm({ stateful: true, cloudInit });
    expect(lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ["initialization[0].user_data_file_id", "disk[0].file_id", "disk[0].import_from"],
    });
    expect(deletes).toBe(false);
  });

  test("disks that are attached on the host are neither managed nor removed", () => {
    const nas = vm({ foreignDisks: true });
    expect(nas["lifecycle"]).toEqual({ ignore_changes: ["disk"] });
    expect(nas["delete_unreferenced_disks_on_destroy"]).toBe(false);
  });

  test("an existing one is imported, and its hardware stays unchanged", () => {
    const more = { adopt: true, cloudInit };
    expect(stackWith(more)["import"]).toEqual([{ to: "proxmox_virtual_environment_vm.docker", id: "pve/203" }]);
    const { ignore_changes: ignored } = vm(more)["lifecycle"] as { readonly ignore_changes: readonly string[] };
    expect(ignored).toEqual(expect.arrayContaining(["initialization", "disk", "usb", "efi_disk", "boot_order"]));
    expect(ignored).not.toEqual(expect.arrayContaining(["tags"]));
    expect(vm(more)["reboot_after_update"]).toBe(false);
  });

  test("one that is installed by hand is created stopped, and never started or stopped afterwards", () => {
    expect(vm()["started"]).toBe(true);
    const manual = vm({ installedByHand: true });
    expect(manual["started"]).toBe(false);
    expect(manual["lifecycle"]).toEqual({ ignore_changes: ["started"] });
  });

  test("disks are in the order of their interfaces, and the machine boots from the first", () => {
    const disk = (name: string) => ({ interface: name, datastore: "local-lvm", sizeGiB: 8 });
    const { disk: disks, boot_order: boot } = vm({ disks: [disk("scsi10"), disk("sata0"), disk("scsi2")] });
    expect(disks).toMatchObject([{ interface: "sata0" }, { interface: "scsi2" }, { interface: "scsi10" }]);
    expect(boot).toEqual(["sata0"]);
  });

  test("only disks on buses that support I/O threads have one", () => {
    const disk = (name: string) => ({ interface: name, datastore: "local-lvm", sizeGiB: 8 });
    const { disk: disks } = vm({ disks: [disk("sata0"), disk("scsi0"), disk("virtio0")] });
    expect(disks).toMatchObject([
      { iothread: false, ssd: true },
      { iothread: true, ssd: true },
      { iothread: true, ssd: false },
    ]);
  });

  test("one with cloud-init has the serial console that cloud images write to", () => {
    expect(vm()).not.toHaveProperty("serial_device");
    expect(vm({ cloudInit })["serial_device"]).toEqual([{ device: "socket" }]);
  });

  test("Terraform waits for no address", () => {
    expect(vm()["agent"]).toMatchObject({ enabled: true, wait_for_ip: { disabled: true } });
  });

  test("UEFI without a datastore for its variables is refused", () => {
    expect(() => vm({ firmware: "ovmf" })).toThrow(/docker boots with UEFI .* \(efiDatastore\)/);
  });
});
